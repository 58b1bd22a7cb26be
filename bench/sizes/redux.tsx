// The hello world of docs/examples/hello.tsx in Redux Toolkit, with undo and with storage over reloads.
import { combineReducers, configureStore, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { createRoot } from 'react-dom/client';
import { Provider, useDispatch, useSelector } from 'react-redux';
import { FLUSH, PAUSE, PERSIST, persistReducer, persistStore, PURGE, REGISTER, REHYDRATE } from 'redux-persist';
import { PersistGate } from 'redux-persist/integration/react';
import createWebStorage from 'redux-persist/lib/storage/createWebStorage';
import undoable, { ActionCreators } from 'redux-undo';

const counter = createSlice({
  name: 'counter',
  initialState: { total: 0 },
  reducers: {
    added(state, { payload }: PayloadAction<{ by: number }>) {
      state.total += payload.by;
    },
    cleared: () => ({ total: 0 }),
  },
});

const reducer = combineReducers({ counter: undoable(counter.reducer) });

const store = configureStore({
  reducer: persistReducer({ key: 'counter', storage: createWebStorage('local') }, reducer),
  middleware: (getDefault) =>
    getDefault({ serializableCheck: { ignoredActions: [FLUSH, PAUSE, PERSIST, PURGE, REGISTER, REHYDRATE] } }),
});
const persistor = persistStore(store);

function Counter() {
  const total = useSelector((state: ReturnType<typeof store.getState>) => state.counter.present.total);
  const dispatch = useDispatch();
  return (
    <>
      <button onClick={() => dispatch(counter.actions.added({ by: 1 }))}>{total}</button>
      <button onClick={() => dispatch(ActionCreators.undo())}>Undo</button>
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <Provider store={store}>
    <PersistGate persistor={persistor}>
      <Counter />
    </PersistGate>
  </Provider>,
);
