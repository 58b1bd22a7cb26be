import { fromText } from '../log/text.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Database } from './database.ts';
import { packIds } from './id-block.ts';
import type { IdIndex } from './id-index.ts';

/**
 * The stored events with these ids. Reads only the pieces that hold one of them. To be called within a transaction over
 * segments, ids and out.
 */
export async function findEvents(db: Database, index: IdIndex, ids: readonly string[]): Promise<Map<string, Envelope>> {
  const found = new Map<string, Envelope>();
  const wanted = new Set(ids);
  const { segments, batches } = await index.find(ids.map((id) => packIds([id])));
  const rows: readonly ({ readonly text: string } | undefined)[] = [
    ...(segments.length === 0 ? [] : await db.segments.bulkGet([...segments])),
    ...(batches.length === 0 ? [] : await db.out.bulkGet([...batches])),
  ];
  for (const commit of rows.flatMap((row) => fromText(row!.text))) {
    for (const event of commit.events) if (wanted.has(event.id)) found.set(event.id, event);
  }
  return found;
}
