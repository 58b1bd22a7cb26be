import { laterSizes } from '../../log/later-sizes.ts';
import type { Mark } from '../../log/mark.ts';
import { join } from '../../log/state/join.ts';
import type { Authority } from '../../log/synced-log.ts';
import { type Database, headOf, type PendRow } from '../database.ts';
import { withoutEmpty } from '../pending-lines.ts';
import { SEALED, sealAll } from '../seal-batches.ts';
import { cutSnapshots } from '../snapshots/snapshot-rows.ts';
import { sliceOf } from './log-slice.ts';

/** Makes the log one that an authority confirms, in one transaction. All its commits become pending. */
export function joinLog(db: Database, authority: Authority): Promise<Mark> {
  return db.transaction('rw', [...SEALED, 'manifests', 'pages'], async () => {
    await sealAll(db);
    const head = await headOf(db);
    const before = sliceOf(db, head.sync === undefined ? { ...head, position: head.floor } : head);
    const [after, mark] = join(before, authority);
    if (after === before) return mark;
    await moveSegments(db);
    await cutSnapshots(db, 0);
    const { generation, undoHorizon, sync } = after;
    await db.head.put({ ...head, position: 0, generation, undoHorizon, sync: sync! });
    return mark;
  });
}

/** Moves segments to the front of pending, some at a time, since all of them may not fit into memory. */
async function moveSegments(db: Database): Promise<void> {
  const firsts = await db.segments.toCollection().primaryKeys();
  for (let from = 0; from < firsts.length; from += laterSizes.segmentsMoved) {
    const some = firsts.slice(from, from + laterSizes.segmentsMoved);
    const [segments, ids] = await Promise.all([db.segments.bulkGet(some), db.ids.bulkGet(some)]);
    const rows = segments.map((segment, i): PendRow => {
      const { events, text } = segment!;
      return { n: from + i - firsts.length, events, ids: ids[i]!.ids, text: withoutEmpty(text) };
    });
    await db.pend.bulkAdd(rows);
  }
  await db.segments.clear();
  await db.ids.clear();
}
