import { produce } from 'immer';
import { foldBefore, move } from './fold-before.mjs';
import { undoSteps } from './steps.mjs';

/** Every state, by reference: the least that undoing one's own steps costs when nobody else acts. */
export const measure = undoSteps((options) => {
  const states = [foldBefore(options)];
  let at = 0;
  return {
    move(moved) {
      states.length = at + 1;
      states.push(produce(states[at] ?? {}, (draft) => move(draft, moved)));
      at += 1;
    },
    undo: () => (at -= 1),
    redo: () => (at += 1),
    items: () => Object.values(states[at] ?? {}),
  };
});
