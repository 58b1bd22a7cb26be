import type { Envelope } from '../model/envelope.ts';
import { fromText } from '../log/text.ts';
import type { Database, OutRow, SegmentRow } from './database.ts';
import { holdsId, mergeIds, packIds } from './id-block.ts';

/**
 * The stored events with these ids. Looks at the ids of each segment, and reads only segments that hold one of them. To
 * be called within a transaction over segments, ids and out.
 */
export async function findEvents(db: Database, ids: readonly string[]): Promise<Map<string, Envelope>> {
  const wanted = ids.map((id) => ({ id, bytes: packIds([id]) }));
  const found = new Map<string, Envelope>();
  const search = (text: string): void => {
    for (const commit of fromText(text))
      for (const event of commit.events) if (isWanted.has(event.id)) found.set(event.id, event);
  };
  const isWanted = new Set(ids);
  if (isWanted.size === 0) return found;
  const holdsOne = (block: Uint8Array): boolean => wanted.some(({ bytes }) => holdsId(block, bytes));
  const segments: number[] = [];
  await db.ids.each((row) => {
    if (holdsOne(row.ids)) segments.push(row.first);
  });
  for (const segment of (await db.segments.bulkGet(segments)) as readonly SegmentRow[]) search(segment.text);
  for (const row of (await db.out.toArray()) as readonly OutRow[]) if (holdsOne(mergeIds([row.ids]))) search(row.text);
  return found;
}
