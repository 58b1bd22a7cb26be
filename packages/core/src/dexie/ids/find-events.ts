import type { KnownEvents } from '../../log/event-log.ts';
import { fromText } from '../../log/commit-lines.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { Database } from '../database.ts';
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
  const { segments, batches, pending, isSynced } = await index.find(packIds(ids));
  const keep = (events: KnownEvents): void => events.forEach((event, id) => wanted.has(id) && found.set(id, event));
  for (const first of segments) keep(await segmentEvents(db, first));
  for (const n of batches) {
    const row = await db.out.get(n);
    if (row !== undefined) keep(eventsIn(row.text));
  }
  for (const n of pending) {
    const row = await db.pend.get(n);
    if (row !== undefined) keep(eventsIn(row.text));
  }
  if (isSynced) for (const { text } of await db.rejected.toArray()) keep(eventsIn(text));
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
