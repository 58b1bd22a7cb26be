import type { Compacted } from '@refold/core/log';
import { modelWord } from '../parts/fault-words.ts';
import { counted } from '../parts/words.ts';

/** What came of dropping old history, for the person who asked for it. */
export function dropWords({ dropped, limit }: Compacted): string {
  const what =
    dropped === 0
      ? 'Nothing was dropped.'
      : `Dropped ${counted(dropped, 'old entry', 'old entries')}. The past can be viewed, and be undone, from there on only; orders, stock and figures are as they were.`;
  return `${what} ${limit === undefined ? restWords(dropped) : limitWords(limit)}`.trim();
}

const restWords = (dropped: number): string => (dropped === 0 ? 'There is too little that is so old.' : '');

function limitWords({ by, model }: NonNullable<Compacted['limit']>): string {
  switch (by) {
    case 'horizon':
    // Read models are saved as of a little before what can be undone.
    case 'snapshot':
      return 'The latest entries were kept: undo, and what is saved of the shop, still need them.';
    case 'unsaved':
      return `More was kept, since ${modelWord(model)} could not be saved first. Close other tabs of Till, open it again, and try once more.`;
    case 'skipped':
      return 'More was kept: this version of Till does not understand some of it, and a later one may.';
    case 'revision':
      return 'More was kept, which an older version of Till may need.';
  }
}
