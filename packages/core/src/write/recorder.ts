import { RefoldError } from '../errors/refold-error.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Draft, Envelope, Metadata } from '../model/envelope.ts';
import type { IdSource } from '../model/ids.ts';
import { jsonBytes } from '../model/json.ts';
import type { Limits } from '../model/limits.ts';

/** Turns drafts into envelopes. */
export interface Recorder {
  /**
   * Returns the envelopes of one commit. Throws if a draft cannot be stored, and then records none. Refuses control
   * events, unless `isOwn`.
   */
  record(drafts: readonly Draft[], stamp: Metadata, isOwn?: boolean): readonly Envelope[];
  /** Throws `commit.limit` if recorded events are too many or too large for one commit. */
  check(events: readonly Envelope[]): void;
}

/** Bytes of the JSON text around the events of a commit. */
const FRAME_BYTES = '{"events":[]}'.length;

export function createRecorder(catalog: Catalog, ids: IdSource, now: () => number, limits: Limits): Recorder {
  let stampedMs = NaN;
  let stampedText = '';
  const timestamp = (): string => {
    const ms = now();
    if (ms !== stampedMs) stampedText = new Date((stampedMs = ms)).toISOString();
    return stampedText;
  };
  const check = (events: readonly unknown[], most = Infinity): void => {
    const { commitBytes, commitEvents } = limits;
    if (events.length > commitEvents)
      throw new RefoldError('commit.limit', { limit: 'events', max: commitEvents, actual: events.length });
    const actual = most <= commitBytes ? most : jsonBytes({ events });
    if (actual > commitBytes) throw new RefoldError('commit.limit', { limit: 'bytes', max: commitBytes, actual });
  };
  return {
    check,
    record(drafts, metadata, isOwn = false) {
      check(drafts, 0);
      let most = FRAME_BYTES;
      const events = drafts.map(({ type, data: given }) => {
        if (!isOwn && type.startsWith('$')) throw new RefoldError('event.reserved', { type });
        const { version, data } = catalog.encode(type, given);
        const event: Envelope = { id: ids.eventId(), type, timestamp: timestamp(), version, data, metadata };
        most += checkEventSize(event, limits) + 1;
        return event;
      });
      check(events, most);
      return events;
    },
  };
}

/** Checks the size of an event, and returns an upper bound of its bytes. Throws `event.limit`. */
export function checkEventSize(event: Envelope, { eventBytes: max }: Limits): number {
  const most = mostBytes(event);
  if (most <= max) return most;
  const actual = jsonBytes(event);
  if (actual > max)
    throw new RefoldError('event.limit', { type: event.type, limit: 'eventBytes', max, actual, path: 'data' });
  return actual;
}

/** An upper bound of the bytes of a value's JSON text, without writing it: a character takes six at most. */
function mostBytes(value: unknown): number {
  if (typeof value === 'string') return value.length * 6 + 2;
  if (typeof value !== 'object' || value === null) return 25;
  let most = 2;
  if (Array.isArray(value)) for (const item of value) most += mostBytes(item) + 1;
  // The value is a JSON copy, so it inherits no keys.
  else for (const key in value) most += mostBytes((value as Record<string, unknown>)[key]) + key.length * 6 + 4;
  return most;
}
