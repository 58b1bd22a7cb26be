import type { KnownEvents } from '../../log/event-log.ts';
import { fromText } from '../../log/commit-lines.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { Database } from '../database.ts';
import { layOut } from '../pending-batches.ts';
import { idsIn } from './id-block.ts';
import type { IdIndex } from './id-index.ts';
import { packIds } from './pack-ids.ts';

/**
 * Finds the stored events with these ids. Reads only the rows that may hold one. Call it in a transaction over the
 * stores `LOOKED_UP`.
 */
export async function findEvents(db: Database, index: IdIndex, ids: readonly string[]): Promise<KnownEvents> {
  const found = new Map<string, Envelope | undefined>();
  const wanted = new Set(ids);
  const { segments, batches, pending, head } = await index.find(packIds(ids));
  const keep = (events: KnownEvents): void => events.forEach((event, id) => wanted.has(id) && found.set(id, event));
  for (const first of segments) keep(await segmentEvents(db, first));
  const keepRow = (row: { readonly text: string } | undefined): unknown => row && keep(eventsIn(row.text));
  if (head.sync === undefined) {
    for (const n of batches) keepRow(await db.out.get(n));
    return found;
  }
  for (const n of pending) keepRow(await db.pend.get(n));
  for (const row of await db.rejected.toArray()) keepRow(row);
  // A rewind may have dropped an event that its writer appends again, and which then does not count.
  if (batches.length > 0) for (const row of layOut(db.name, head, await db.out.toArray()).batches) keepRow(row);
  return found;
}

/** The object stores in which events are looked up. */
export const LOOKED_UP: readonly string[] = ['head', 'out', 'segments', 'ids', 'pend', 'rejected'];

/**
 * The events of a segment by id; each is undefined if the segment was dropped. Call it in a transaction over segments
 * and ids.
 */
export async function segmentEvents(db: Database, first: number): Promise<KnownEvents> {
  const segment = await db.segments.get(first);
  if (segment !== undefined) return eventsIn(segment.text);
  const row = await db.ids.get(first);
  return new Map((row === undefined ? [] : idsIn(row.ids)).map((id) => [id, undefined]));
}

/** The events in a text, by id. */
export const eventsIn = (text: string): KnownEvents =>
  new Map(fromText(text).flatMap(({ events }) => events.map((event) => [event.id, event])));
