import { createTravels } from 'travels';
import { foldBefore, move } from './fold-before.mjs';
import { RECENT, undoSteps } from './steps.mjs';

export const measure = undoSteps((options) => {
  const travels = createTravels({ items: foldBefore(options) }, { maxHistory: RECENT + 1 });
  return {
    move: (moved) => travels.setState((draft) => move(draft.items, moved)),
    undo: () => travels.back(),
    redo: () => travels.forward(),
    items: () => Object.values(travels.getState().items),
  };
});
