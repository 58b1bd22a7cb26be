import { combineReducers, configureStore, createSlice } from '@reduxjs/toolkit';
import { persistReducer, persistStore } from 'redux-persist';
import { answer } from '../idb.mjs';
import { inOrder, itemsOf, measureBoot } from './boot.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

const slice = createSlice({
  name: 'items',
  initialState: /** @type {Record<string, Item>} */ ({}),
  reducers: { filled: (_, /** @type {{ payload: Record<string, Item> }} */ { payload }) => payload },
});

/** @param {{ entities: number, events: number }} task */
export async function prepare({ entities, events }) {
  const name = `redux-${events}`;
  const storage = await openStorage(name);
  if ((await storage.getItem(`persist:${name}`)) === undefined) {
    const { store, persistor } = await open(name, storage);
    store.dispatch(slice.actions.filled(itemsOf(events, entities)));
    await persistor.flush();
  }
}

/** @param {{ events: number }} task */
export async function measure({ events }) {
  const name = `redux-${events}`;
  const storage = await openStorage(name);
  return measureBoot(async () => {
    const { store } = await open(name, storage);
    return inOrder(store.getState().items);
  });
}

/**
 * @param {string} key
 * @param {Awaited<ReturnType<typeof openStorage>>} storage
 */
async function open(key, storage) {
  const reducer = persistReducer({ key, storage }, combineReducers({ items: slice.reducer }));
  // Its checks in development traverse all of the state.
  const store = configureStore({
    reducer,
    middleware: (getDefault) => getDefault({ serializableCheck: false, immutableCheck: false }),
  });
  /** @type {ReturnType<typeof persistStore>} */
  const persistor = await new Promise((resolve) => {
    const made = persistStore(store, null, () => resolve(made));
  });
  return { store, persistor };
}

/** @param {string} name */
async function openStorage(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore('state');
  const database = await answer(request);
  const states = (/** @type {IDBTransactionMode} */ mode) => database.transaction('state', mode).objectStore('state');
  return {
    getItem: (/** @type {string} */ key) => answer(states('readonly').get(key)),
    setItem: (/** @type {string} */ key, /** @type {unknown} */ value) => answer(states('readwrite').put(value, key)),
    removeItem: (/** @type {string} */ key) => answer(states('readwrite').delete(key)),
  };
}
