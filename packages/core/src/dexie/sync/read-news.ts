import type { Mark } from '../../log/mark.ts';
import type { News, NewsOptions, SyncedHead } from '../../log/synced-log.ts';
import { type Database, headOf } from '../database.ts';
import { addSegments, PageBuilder } from '../read-page.ts';
import type { UnsealedReader } from './unsealed-reader.ts';

/** Reads the part of the head that concerns confirming. */
export function readHead(db: Database, unsealed: UnsealedReader): Promise<SyncedHead> {
  return db.transaction('r', [db.head, db.out], async () => {
    const head = await headOf(db);
    const { position, batch } = await unsealed.readAfter(Infinity, head);
    return { mark: { generation: head.generation, confirmed: position, row: batch }, term: head.term };
  });
}

/**
 * Reads what an opener does not know yet, in one transaction. Of the text it reads that of new events, and of the
 * segment where they begin.
 */
export function readNews(db: Database, unsealed: UnsealedReader, { since, limit }: NewsOptions): Promise<News> {
  return db.transaction('r', [db.head, db.segments, db.out], async (): Promise<News> => {
    const head = await headOf(db);
    const { generation } = head;
    const page = new PageBuilder(db.name, since.confirmed, limit);
    const isKnown = since.generation === generation && since.confirmed >= head.floor;
    if (isKnown) await addSegments(db, page, since.confirmed, head.position);
    if (page.isFull && page.last < head.position) return goOn(page, since);
    const { batches, position, batch } = await unsealed.readAfter(isKnown ? since.confirmed : Infinity, head);
    const mark: Mark = { generation, confirmed: position, row: batch };
    // After its storage crashes, a browser may come back with less than was read.
    if (!isKnown || since.row > batch) return { kind: 'restarted', mark };
    page.addBatches(batches);
    if (page.last < position) return goOn(page, since);
    return { kind: 'continued', confirmed: page.commits, pending: [], mark };
  });
}

/** News of which more is to be read. */
const goOn = ({ commits, last }: PageBuilder, since: Mark): News => ({
  kind: 'continued',
  confirmed: commits,
  mark: { ...since, confirmed: last },
});
