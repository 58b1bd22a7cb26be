import { type Database, headOf, type IdsRow, type OutRow, type SegmentRow } from './database.ts';
import { mergeIds } from './ids/id-block.ts';
import { layOut, type PlacedBatch } from './pending-batches.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** How many writers' last commits are remembered. A writer repeats an append within seconds, so few suffice. */
const WRITERS_KEPT = 64;

/** Moves all batches into segments: some in a transaction, or all in the one that it is called in. */
export async function sealAll(db: Database): Promise<void> {
  while ((await sealSome(db)) > 0);
}

/** Moves some batches into segments; resolves to the number of batches left. */
function sealSome(db: Database): Promise<number> {
  return db.transaction('rw', [db.head, db.out, db.segments, db.ids], async () => {
    const rows = (await db.out.limit(laterSizes.batchesSealed).toArray()) as readonly OutRow[];
    if (rows.length === 0) return 0;
    const head = await headOf(db);
    const { batches, position, writers } = layOut(db.name, head, rows);
    const tail = await tailSegment(db);
    const pieces = cut(tail === undefined ? batches.map(toPiece) : [tail, ...batches.map(toPiece)]);
    await db.segments.bulkPut(pieces.map(({ first, events, text }): SegmentRow => ({ first, events, text })));
    await db.ids.bulkPut(pieces.map(({ first, blocks }): IdsRow => ({ first, ids: mergeIds(blocks) })));
    await db.out.where('n').belowOrEqual(rows.at(-1)!.n).delete();
    await db.head.put({ ...head, position, batch: rows.at(-1)!.n, writers: [...writers].slice(-WRITERS_KEPT) });
    return db.out.count();
  });
}

interface Piece {
  readonly first: number;
  readonly events: number;
  readonly text: string;
  readonly blocks: readonly Uint8Array[];
}

const toPiece = ({ row, position, events, text }: PlacedBatch): Piece => ({
  first: position,
  events,
  text,
  blocks: [row.ids],
});

/** The last segment, if it has room. */
async function tailSegment(db: Database): Promise<Piece | undefined> {
  const last = await db.segments.orderBy('first').last();
  if (last === undefined || isFull(last)) return undefined;
  const ids = await db.ids.get(last.first);
  return { ...last, blocks: ids === undefined ? [] : [ids.ids] };
}

const isFull = ({ events, text }: { readonly events: number; readonly text: string }): boolean =>
  events >= laterSizes.segmentEvents || text.length >= laterSizes.segmentChars;

/** Joins neighbours into full segments. */
function cut(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last === undefined || isFull(last)) out.push(piece);
    else
      out[out.length - 1] = {
        first: last.first,
        events: last.events + piece.events,
        text: `${last.text}\n${piece.text}`,
        blocks: [...last.blocks, ...piece.blocks],
      };
  }
  return out.filter((piece) => piece.events > 0);
}
