import { configureStore, createEntityAdapter, createSlice } from '@reduxjs/toolkit';
import { createElement } from 'react';
import { Provider, useSelector } from 'react-redux';
import { idsOf, measureList } from './list.mjs';

export const measure = measureList((rows) => {
  const adapter = /** @type {import('@reduxjs/toolkit').EntityAdapter<{ id: number, n: number }, number>} */ (
    createEntityAdapter()
  );
  const initialState = adapter.setAll(
    adapter.getInitialState(),
    idsOf(rows).map((id) => ({ id, n: 0 })),
  );
  const slice = createSlice({ name: 'items', initialState, reducers: { changed: adapter.updateOne } });
  const store = configureStore({ reducer: { items: slice.reducer } });
  const { selectIds, selectById } = adapter.getSelectors(
    (/** @type {ReturnType<typeof store.getState>} */ state) => state.items,
  );
  return {
    wrap: (children) => /** @type {any} */ (createElement)(Provider, { store }, children),
    useIds: () => useSelector(selectIds),
    useRow: (id) =>
      useSelector((/** @type {ReturnType<typeof store.getState>} */ state) => selectById(state, id)?.n ?? 0),
    change: (id, n) => void store.dispatch(slice.actions.changed({ id, changes: { n } })),
  };
});
