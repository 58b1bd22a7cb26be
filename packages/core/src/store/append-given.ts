import { decodeEntries, type SkippedEvent } from '../fold/decode-events.ts';
import type { Envelope } from '../model/envelope.ts';
import type { StoreInternals } from './internals.ts';

/** Appends events that were made elsewhere: decodes them first, and skips those that this app does not know. */
export function appendGiven({ catalog, kernel }: StoreInternals, events: readonly Envelope[], write: () => void): void {
  const skipped: SkippedEvent[] = [];
  const entries = decodeEntries(events, kernel.position + 1, catalog, (event) => void skipped.push(event));
  kernel.apply({ type: 'append', entries, count: events.length, skipped, write });
}
