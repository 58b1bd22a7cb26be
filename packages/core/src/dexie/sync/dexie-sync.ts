import { RefoldError } from '../../errors/refold-error.ts';
import type { SyncedLog } from '../../log/synced-log.ts';
import { type Database, headOf } from '../database.ts';
import type { Attempt } from '../errors.ts';
import { readHead, readNews } from './read-news.ts';
import { UnsealedReader } from './unsealed-reader.ts';

/** Tells confirmed events from pending ones in the log in IndexedDB. */
export function dexieSync(db: Database, attempt: Attempt): SyncedLog {
  const unsealed = new UnsealedReader(db);
  const refuse = async (): Promise<never> => {
    await attempt('read', () => headOf(db));
    throw new RefoldError('log.not_joined', { log: db.name });
  };
  return {
    head: () => attempt('read', () => readHead(db, unsealed)),
    news: (options) => attempt('read', () => readNews(db, unsealed, options)),
    lead: () =>
      attempt('write', () =>
        db.transaction('rw', db.head, async () => {
          const head = await headOf(db);
          const term = head.term + 1;
          await db.head.put({ ...head, term });
          return term;
        }),
      ),
    // A log in IndexedDB cannot join an authority yet.
    join: refuse,
    outgoing: refuse,
    apply: refuse,
    cursors: refuse,
    rewind: refuse,
    rename: refuse,
    refused: async () => [],
    dismiss: async () => undefined,
  };
}
