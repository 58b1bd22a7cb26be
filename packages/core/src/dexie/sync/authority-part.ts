import { refusedCommits } from '../../log/state/refused.ts';
import { rename } from '../../log/state/rewind.ts';
import type { SyncedLog } from '../../log/synced-log.ts';
import { type Database, headOf } from '../database.ts';
import type { Attempt } from '../errors.ts';
import { PendIndex } from '../ids/pend-index.ts';
import { applyPage, toRefused } from './apply-page.ts';
import { joinLog } from './join-log.ts';
import { sliceOf } from './log-slice.ts';
import { readCursors, readOutgoing } from './read-outgoing.ts';
import { rewindLog } from './rewind-log.ts';

/** What a log needs once an authority confirms it. */
export type AuthorityPart = Omit<SyncedLog, 'head' | 'news' | 'lead'>;

/** Works with the authority of the log in IndexedDB. */
export function authorityPart(db: Database, attempt: Attempt): AuthorityPart {
  const index = new PendIndex(db);
  return {
    join: (authority) => attempt('write', () => joinLog(db, authority)),
    outgoing: (limit) => attempt('read', () => readOutgoing(db, limit)),
    async apply(page, term) {
      try {
        return await attempt('write', () => applyPage(db, index, page, term));
      } catch (error) {
        index.forget();
        throw error;
      }
    },
    cursors: () => attempt('read', () => readCursors(db)),
    rewind: (target, term) => attempt('write', () => rewindLog(db, target, term)),
    rename: (client, term) =>
      attempt('write', () =>
        db.transaction('rw', db.head, async () => {
          const head = await headOf(db);
          const [{ sync }] = rename(sliceOf(db, head), client, term);
          await db.head.put({ ...head, sync: sync! });
        }),
      ),
    refused: () =>
      attempt('read', async () => {
        const refused = (await db.rejected.toArray()).map(toRefused);
        return refusedCommits({ refused });
      }),
    dismiss: (rejections) =>
      attempt('write', async () => {
        await db.rejected.where('rejection').anyOf(rejections).delete();
      }),
  };
}
