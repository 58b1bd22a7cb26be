import type { Cursor } from '../../protocol/cursor.ts';
import { cursorOf } from '../../log/state/log-state.ts';
import { outgoing } from '../../log/state/outgoing.ts';
import type { Outgoing } from '../../log/synced-log.ts';
import { type Database, headOf } from '../database.ts';
import { layOut } from '../pending-batches.ts';
import { eventCount, linesIn, type StoredLine, withoutEmpty } from '../pending-lines.ts';
import { sliceOf } from './log-slice.ts';
import { lastEnd } from './rewind-log.ts';

/** Reads the first pending commits, in one transaction. It reads no more rows than it needs. */
export function readOutgoing(db: Database, limit: number): Promise<Outgoing | undefined> {
  return db.transaction('r', [db.head, db.pend, db.out], async () => {
    const head = await headOf(db);
    const pending: StoredLine[] = [];
    const add = (text: string): void => {
      for (const line of linesIn(text)) pending.push(line);
    };
    const isShort = (): boolean => eventCount(pending) < Math.max(limit, 1);
    for (let last = -Infinity; isShort();) {
      const row = await db.pend.where('n').above(last).first();
      if (row === undefined) break;
      add(row.text);
      last = row.n;
    }
    if (isShort())
      for (const { text, events } of layOut(db.name, head, await db.out.toArray()).batches)
        if (events > 0) add(withoutEmpty(text));
    return outgoing(sliceOf(db, head, { pending }), limit);
  });
}

/** Reads cursors of the log, from its end backwards, at distances that double. */
export function readCursors(db: Database): Promise<readonly Cursor[]> {
  return db.transaction('r', [db.head, db.segments], async () => {
    const head = await headOf(db);
    const end = cursorOf(sliceOf(db, head));
    const cursors = [end];
    for (let step = 1; cursors.at(-1)!.seq > head.floor; step *= 2) {
      const seq = Math.max(head.floor, cursors.at(-1)!.seq - step);
      cursors.push({ incarnation: end.incarnation, ...(await lastEnd(db, head, seq)) });
    }
    return cursors;
  });
}
