import { defineView } from '@refold/core';
import { NoteDone } from './react-notes.ts';

export const tally = defineView('tally', { initial: { done: 0 } }).on(NoteDone, (draft) => {
  draft.done += 1;
});
