import { chainOf, EMPTY_CHAIN } from '../../protocol/chain.ts';
import { RefoldError } from '../../errors/refold-error.ts';
import { pushedLine } from '../../protocol/wire-line.ts';
import { checkTerm, syncOf } from '../../log/state/log-state.ts';
import { isOwn, rewind } from '../../log/state/rewind.ts';
import type { RewindTarget, Rewound } from '../../log/synced-log.ts';
import { type Database, headOf, type HeadRow } from '../database.ts';
import { mergeIds } from '../ids/id-block.ts';
import { packIds } from '../ids/pack-ids.ts';
import { eventCount, linesIn, type StoredLine } from '../pending-lines.ts';
import { SEALED, sealAll } from '../seal-batches.ts';
import { cutSnapshots } from '../snapshots/snapshot-rows.ts';
import { putPending } from './apply-page.ts';
import { sliceOf } from './log-slice.ts';

/** Cuts the log after a position, in one transaction. Its own later commits are pending again. */
export function rewindLog(db: Database, target: RewindTarget, term: number): Promise<Rewound> {
  return db.transaction('rw', [...SEALED, 'manifests', 'pages'], async () => {
    await sealAll(db);
    const head = await headOf(db);
    const { seq } = target.to;
    const slice = sliceOf(db, head);
    const sync = syncOf(slice);
    checkTerm(slice, term);
    if (seq < head.floor && seq > 0)
      throw new RefoldError('log.compacted', { log: db.name, after: seq, floor: head.floor });
    const end = await lastEnd(db, head, seq);
    const [after, { mark }] = rewind(
      sliceOf(db, { ...head, position: end.seq }, { floorChain: end.chain }),
      target,
      term,
    );
    const returned = await returnOwn(db, seq, (line) => isOwn(sync, line));
    if (seq === 0) await db.ids.clear();
    await cutSnapshots(db, seq);
    const floor = seq === 0 ? 0 : head.floor;
    await db.head.put({ ...head, floor, position: seq, generation: after.generation, sync: syncOf(after) });
    const dropped = head.position - Math.max(seq, head.floor) - returned;
    return { mark, returned, dropped, compacted: head.floor - floor };
  });
}

/** Position and chain after the last commit that ends at or before a position. */
export async function lastEnd(
  db: Database,
  { floor, sync }: HeadRow,
  position: number,
): Promise<{ readonly seq: number; readonly chain: string }> {
  const segment = await db.segments.where('first').belowOrEqual(position).last();
  if (segment === undefined) {
    const first = await db.segments.orderBy('first').first();
    return position === 0 ? { seq: 0, chain: EMPTY_CHAIN } : { seq: floor, chain: first?.chain ?? sync!.chain };
  }
  let [seq, chain] = [segment.first - 1, segment.chain!];
  for (const { ids } of linesIn(segment.text)) {
    if (seq + ids.length > position) break;
    chain = chainOf(chain, ids);
    seq += ids.length;
  }
  return { seq, chain };
}

/** Takes the segments after a position out of the log. Own commits go to the front of pending; returns their events. */
async function returnOwn(db: Database, position: number, isWanted: (line: StoredLine) => boolean): Promise<number> {
  const [lowest = 1] = await db.pend.toCollection().limit(1).primaryKeys();
  let n = Math.min(lowest, 1);
  let returned = 0;
  for (;;) {
    const segment = await db.segments.orderBy('first').last();
    if (segment === undefined || segment.first + segment.events - 1 <= position) return returned;
    const lines = linesIn(segment.text);
    let kept = 0;
    for (let seq = segment.first - 1; seq < position; kept += 1) seq += lines[kept]!.ids.length;
    const own = lines.slice(kept).filter(isWanted).map(pushedLine);
    if (own.length > 0) await putPending(db, (n -= 1), own);
    returned += eventCount(own);
    await keepFirst(db, segment, lines.slice(0, kept));
  }
}

/** Keeps the first lines of a segment. */
async function keepFirst(
  db: Database,
  segment: { readonly first: number; readonly chain?: string },
  lines: readonly StoredLine[],
): Promise<void> {
  const { first } = segment;
  if (lines.length === 0) {
    await db.segments.delete(first);
    await db.ids.delete(first);
    return;
  }
  const ids = mergeIds([packIds(lines.flatMap((line) => line.ids))]);
  await db.segments.put({
    ...segment,
    first,
    events: eventCount(lines),
    text: lines.map(({ text }) => text).join('\n'),
  });
  await db.ids.put({ first, ids });
}
