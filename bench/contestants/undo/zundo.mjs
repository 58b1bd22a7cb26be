import { produce } from 'immer';
import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import { foldBefore, move } from './fold-before.mjs';
import { RECENT, undoSteps } from './steps.mjs';

/** @typedef {{ items: Record<string, import('../../workload/log.mjs').Item> }} State */

export const measure = undoSteps((options) => {
  const items = foldBefore(options);
  const store = createStore(temporal(() => /** @type {State} */ ({ items }), { limit: RECENT + 1 }));
  return {
    move: (moved) => store.setState((state) => produce(state, (draft) => move(draft.items, moved))),
    undo: () => store.temporal.getState().undo(),
    redo: () => store.temporal.getState().redo(),
    items: () => Object.values(store.getState().items),
  };
});
