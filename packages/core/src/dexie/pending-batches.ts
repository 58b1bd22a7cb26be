import { RefoldError } from '../errors/refold-error.ts';
import { fromText, withoutFirst } from '../log/commit-lines.ts';
import type { HeadRow, OutRow } from './database.ts';

/** A batch at its position in the log, without commits that were stored before. */
export interface PlacedBatch {
  readonly row: OutRow;
  /** Position of its first event. */
  readonly position: number;
  readonly text: string;
  readonly events: number;
}

/** Batches in order, each at its position, and the writers' last commits after them. */
export interface Unsealed {
  readonly batches: readonly PlacedBatch[];
  readonly position: number;
  /** The number of the last batch. */
  readonly batch: number;
  readonly writers: ReadonlyMap<string, number>;
}

/**
 * Assigns positions to the batches after the sealed log, or after an earlier layout. A batch may be appended twice,
 * when its writer could not know that the first attempt succeeded; it counts once. Throws `log.corrupt` if the batches,
 * or the commits of a writer, have a gap.
 */
export function layOut(
  log: string,
  after: Pick<HeadRow, 'position' | 'batch' | 'writers'>,
  rows: readonly OutRow[],
): Unsealed {
  const writers = new Map(after.writers);
  const batches: PlacedBatch[] = [];
  let { position, batch } = after;
  for (const row of rows) {
    batch += 1;
    if (row.n !== batch) throw new RefoldError('log.corrupt', { log, where: `batch ${batch}, which is missing` });
    const next = (writers.get(row.writer) ?? row.first - 1) + 1;
    if (row.first > next)
      throw new RefoldError('log.corrupt', {
        log,
        where: `batch ${row.n}: commit ${next} of ${row.writer} is missing`,
      });
    const known = Math.min(next - row.first, row.commits);
    if (known === row.commits) continue;
    const { text, events } = known === 0 ? row : rest(row, known);
    batches.push({ row, position: position + 1, text, events });
    position += events;
    // Delete first, so that the latest writer is the last of the map.
    writers.delete(row.writer);
    writers.set(row.writer, row.first + row.commits - 1);
  }
  return { batches, position, batch, writers };
}

function rest(row: OutRow, known: number): { readonly text: string; readonly events: number } {
  const text = withoutFirst(row.text, known);
  return { text, events: fromText(text).reduce((sum, commit) => sum + commit.events.length, 0) };
}
