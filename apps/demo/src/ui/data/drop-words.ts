import type { Compacted } from '@refold/core/log';
import { modelWord } from '../parts/fault-words.ts';
import { counted } from '../parts/words.ts';

/** The result of deleting old history, in words. */
export function dropWords({ dropped, limit }: Compacted): string {
  const what =
    dropped === 0
      ? 'Nothing was deleted.'
      : `Deleted ${counted(dropped, 'old entry', 'old entries')}. History and undo now start there. Orders, stock and figures are unchanged.`;
  return `${what} ${limit === undefined ? restWords(dropped) : limitWords(limit)}`.trim();
}

const restWords = (dropped: number): string => (dropped === 0 ? 'Nothing is old enough to delete.' : '');

function limitWords({ by, model }: NonNullable<Compacted['limit']>): string {
  switch (by) {
    case 'horizon':
    // A saved read model is a little older than the point where undo starts.
    case 'snapshot':
      return 'Till kept the latest entries, because undo and the saved shop still need them.';
    case 'unsaved':
      return `${modelWord(model)} could not be saved first, so Till kept more. Close other tabs of Till, reload this page, and try again.`;
    case 'skipped':
      return 'Till kept more, because a newer version of Till may understand some of it.';
    case 'revision':
      return 'Till kept more, because an older version of Till may need it.';
  }
}
