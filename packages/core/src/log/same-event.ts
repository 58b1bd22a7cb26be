import type { Envelope } from '../model/envelope.ts';
import { sameJson } from '../model/json.ts';

/** Whether two recorded events are the same fact: id, type, version, timestamp and data. */
export function isSameEvent(a: Envelope, b: Envelope): boolean {
  return (
    a.id === b.id &&
    a.type === b.type &&
    a.version === b.version &&
    a.timestamp === b.timestamp &&
    sameJson(a.data, b.data)
  );
}

/**
 * Whether an event equals the known one of its id. A compacted event has no content to compare, so it counts as equal.
 */
export const isKnownSame = (known: Envelope | undefined, event: Envelope): boolean =>
  known === undefined || isSameEvent(known, event);
