import type { Commit } from '../../log/commit.ts';
import { fromText } from '../../log/commit-lines.ts';
import type { Mark } from '../../log/mark.ts';
import type { News, NewsOptions, SyncedHead } from '../../log/synced-log.ts';
import { type Database, headOf } from '../database.ts';
import { layOut } from '../pending-batches.ts';
import { addSegments, PageBuilder } from '../read-page.ts';
import type { UnsealedReader } from './unsealed-reader.ts';

/** Reads the part of the head that concerns confirming. */
export function readHead(db: Database, unsealed: UnsealedReader): Promise<SyncedHead> {
  return db.transaction('r', [db.head, db.out], async () => {
    const head = await headOf(db);
    const { generation, term, sync } = head;
    if (sync !== undefined) {
      const [row = head.batch] = await db.out.toCollection().reverse().limit(1).primaryKeys();
      return { mark: { generation, confirmed: head.position, row }, term, sync };
    }
    const { position, batch } = await unsealed.readAfter(Infinity, head);
    return { mark: { generation, confirmed: position, row: batch }, term };
  });
}

/**
 * Reads what an opener does not know yet, in one transaction. Of confirmed events it reads the text of the new ones,
 * and of the segment where they begin.
 */
export function readNews(db: Database, unsealed: UnsealedReader, { since, limit }: NewsOptions): Promise<News> {
  return db.transaction('r', [db.head, db.segments, db.out, db.pend], async (): Promise<News> => {
    const head = await headOf(db);
    const { generation, sync } = head;
    const page = new PageBuilder(db.name, since.confirmed, limit);
    const isKnown = since.generation === generation && since.confirmed >= head.floor;
    if (isKnown) await addSegments(db, page, since.confirmed, head.position);
    if (page.last < head.position && page.isFull) return goOn(page, since);
    // Once the log has joined an authority, batches are pending, and all that is pending is news.
    const after = isKnown && sync === undefined ? since.confirmed : Infinity;
    const { batches, position, batch } =
      sync === undefined ? await unsealed.readAfter(after, head) : layOut(db.name, head, await db.out.toArray());
    const mark: Mark = { generation, confirmed: sync === undefined ? position : head.position, row: batch };
    // After its storage crashes, a browser may come back with less than was read.
    if (!isKnown || since.row > batch) return { kind: 'restarted', mark };
    if (sync === undefined) page.addBatches(batches);
    if (page.last < mark.confirmed) return goOn(page, since);
    const pending = sync === undefined ? [] : [...(await db.pend.toArray()), ...batches];
    return { kind: 'continued', confirmed: page.commits, pending: commitsIn(pending), mark };
  });
}

const commitsIn = (rows: readonly { readonly text: string }[]): readonly Commit[] =>
  rows.flatMap(({ text }) => fromText(text)).filter(({ events }) => events.length > 0);

/** News of which more is to be read. */
const goOn = ({ commits, last }: PageBuilder, since: Mark): News => ({
  kind: 'continued',
  confirmed: commits,
  mark: { ...since, confirmed: last },
});
