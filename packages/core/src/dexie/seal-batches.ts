import { laterSizes } from '../log/later-sizes.ts';
import { type Database, headOf, type OutRow, type PendRow } from './database.ts';
import { mergeIds } from './ids/id-block.ts';
import { withoutEmpty } from './pending-lines.ts';
import { layOut, type PlacedBatch } from './pending-batches.ts';
import { addToSegments, cut } from './segment-pieces.ts';

/** How many writers' last commits are remembered. A writer repeats an append within seconds, so few suffice. */
const WRITERS_KEPT = 64;

/**
 * Merges all batches: into segments where the device is the authority, else into pending rows, which have no positions.
 * It merges some in a transaction, or all in the one that it is called in.
 */
export async function sealAll(db: Database): Promise<void> {
  while ((await sealSome(db)) > 0);
}

/** The object stores that sealing uses. */
export const SEALED: readonly string[] = ['head', 'out', 'segments', 'ids', 'pend'];

/** Merges some batches; resolves to the number of batches left. */
function sealSome(db: Database): Promise<number> {
  return db.transaction('rw', SEALED, async () => {
    const rows = (await db.out.limit(laterSizes.batchesSealed).toArray()) as readonly OutRow[];
    if (rows.length === 0) return 0;
    const head = await headOf(db);
    const { batches, position, batch, writers } = layOut(db.name, head, rows);
    const isPending = head.sync !== undefined;
    if (isPending) await db.pend.bulkAdd(toPendRows(batches));
    else
      await addToSegments(
        db,
        batches.map(({ row, position: first, events, text }) => ({ first, events, text, blocks: [row.ids] })),
      );
    await db.out.where('n').belowOrEqual(batch).delete();
    const sealed = isPending ? head.position : position;
    await db.head.put({ ...head, position: sealed, batch, writers: [...writers].slice(-WRITERS_KEPT) });
    return db.out.count();
  });
}

function toPendRows(batches: readonly PlacedBatch[]): readonly PendRow[] {
  const full = batches.filter(({ events }) => events > 0);
  const pieces = full.map(({ row, events, text }) => ({
    first: row.n,
    events,
    text: withoutEmpty(text),
    blocks: [row.ids],
  }));
  return cut(pieces).map(({ first: n, blocks, events, text }) => ({ n, events, ids: mergeIds(blocks), text }));
}
