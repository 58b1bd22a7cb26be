import { configureStore, createSlice } from '@reduxjs/toolkit';
import undoable, { ActionCreators } from 'redux-undo';
import { foldBefore, move } from './fold-before.mjs';
import { RECENT, undoSteps } from './steps.mjs';

export const measure = undoSteps((options) => {
  const slice = createSlice({
    name: 'items',
    initialState: foldBefore(options),
    reducers: {
      moved: (state, /** @type {{ payload: import('../../workload/log.mjs').Moved, type: string }} */ { payload }) =>
        move(state, payload),
    },
  });
  const store = configureStore({
    reducer: { items: undoable(slice.reducer, { limit: RECENT + 1 }) },
    devTools: false,
    middleware: (defaults) => defaults({ serializableCheck: false, immutableCheck: false }),
  });
  return {
    move: (moved) => store.dispatch(slice.actions.moved(moved)),
    undo: () => store.dispatch(ActionCreators.undo()),
    redo: () => store.dispatch(ActionCreators.redo()),
    items: () => Object.values(store.getState().items.present),
  };
});
