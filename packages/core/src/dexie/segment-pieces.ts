import { laterSizes } from '../log/later-sizes.ts';
import type { Database, IdsRow, SegmentRow } from './database.ts';
import { mergeIds } from './ids/id-block.ts';

/** Commits on their way into a segment, or into a row of pending ones. */
export interface Piece {
  /** Position of the first event, or the number of a pending row. */
  readonly first: number;
  readonly events: number;
  readonly text: string;
  readonly blocks: readonly Uint8Array[];
  readonly chain?: string;
}

/** Joins neighbours into full pieces. */
export function cut(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last === undefined || isFull(last)) out.push(piece);
    else
      out[out.length - 1] = {
        ...last,
        events: last.events + piece.events,
        text: `${last.text}\n${piece.text}`,
        blocks: [...last.blocks, ...piece.blocks],
      };
  }
  return out.filter((piece) => piece.events > 0);
}

const toSegment = ({ first, events, text, chain }: Piece): SegmentRow =>
  chain === undefined ? { first, events, text } : { first, events, text, chain };

/** Adds commits after the last segment, which may have room. Call it in a transaction over segments and ids. */
export async function addToSegments(db: Database, added: readonly Piece[]): Promise<void> {
  const tail = await tailSegment(db);
  const pieces = cut(tail === undefined ? added : [tail, ...added]);
  await db.segments.bulkPut(pieces.map(toSegment));
  await db.ids.bulkPut(pieces.map(({ first, blocks }): IdsRow => ({ first, ids: mergeIds(blocks) })));
}

/** The last segment, if it has room. */
async function tailSegment(db: Database): Promise<Piece | undefined> {
  const last = await db.segments.orderBy('first').last();
  if (last === undefined || isFull(last)) return undefined;
  const ids = await db.ids.get(last.first);
  return { ...last, blocks: ids === undefined ? [] : [ids.ids] };
}

const isFull = ({ events, text }: { readonly events: number; readonly text: string }): boolean =>
  events >= laterSizes.segmentEvents || text.length >= laterSizes.segmentChars;
