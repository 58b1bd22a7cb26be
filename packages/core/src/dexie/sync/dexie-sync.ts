import type { SyncedLog } from '../../log/synced-log.ts';
import { loadPart } from '../../errors/load-part.ts';
import { lead } from '../../log/state/lead.ts';
import { type Database, headOf } from '../database.ts';
import type { Attempt } from '../errors.ts';
import type { AuthorityPart } from './authority-part.ts';
import { sliceOf } from './log-slice.ts';
import { readHead, readNews } from './read-news.ts';
import { UnsealedReader } from './unsealed-reader.ts';

/**
 * Tells confirmed events from pending ones in the log in IndexedDB. The part about an authority is loaded when it is
 * first used, since tabs alone do without.
 */
export function dexieSync(db: Database, attempt: Attempt): SyncedLog {
  const unsealed = new UnsealedReader(db);
  let loading: Promise<AuthorityPart> | undefined;
  const part = (): Promise<AuthorityPart> =>
    (loading ??= loadPart('synchronisation', () => import('./authority-part.ts')).then(
      ({ authorityPart }) => authorityPart(db, attempt),
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    ));
  return {
    head: () => attempt('read', () => readHead(db, unsealed)),
    news: (options) => attempt('read', () => readNews(db, unsealed, options)),
    lead: () =>
      attempt('write', () =>
        db.transaction('rw', db.head, async () => {
          const head = await headOf(db);
          const [{ term }] = lead(sliceOf(db, head));
          await db.head.put({ ...head, term });
          return term;
        }),
      ),
    join: async (authority) => (await part()).join(authority),
    outgoing: async (limit) => (await part()).outgoing(limit),
    apply: async (page, term) => (await part()).apply(page, term),
    cursors: async () => (await part()).cursors(),
    rewind: async (target, term) => (await part()).rewind(target, term),
    rename: async (client, term) => (await part()).rename(client, term),
    refused: async () => (await part()).refused(),
    dismiss: async (rejections) => (await part()).dismiss(rejections),
  };
}
