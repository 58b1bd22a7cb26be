import { configureStore, createEntityAdapter, createSlice } from '@reduxjs/toolkit';
import { toItem } from '../../workload/log.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

/** A Redux store of items as in Redux Toolkit's guide: a slice over an entity adapter. */
export function makeItemStore() {
  const adapter = createEntityAdapter({ selectId: (/** @type {Item} */ item) => item.sku });
  const slice = createSlice({
    name: 'items',
    initialState: adapter.getInitialState(),
    reducers: {
      listed(state, /** @type {{ payload: import('../../workload/log.mjs').Listed[], type: string }} */ { payload }) {
        adapter.addMany(state, payload.map(toItem));
      },
      moved(state, /** @type {{ payload: import('../../workload/log.mjs').Moved, type: string }} */ { payload }) {
        const item = state.entities[payload.sku];
        if (item === undefined) return;
        item.left += payload.qty;
        item.moves += 1;
      },
    },
  });
  const store = configureStore({ reducer: { items: slice.reducer }, devTools: false });
  const selectors = adapter.getSelectors((/** @type {ReturnType<typeof store.getState>} */ state) => state.items);
  return { store, selectors, ...slice.actions };
}
