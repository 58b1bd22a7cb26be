import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Draft, Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import { type IdSource, isEventId } from '../model/ids.ts';
import { jsonBytes, toJson } from '../model/json.ts';
import type { Limits } from '../model/limits.ts';

/** Turns drafts into envelopes, and checks imported events. */
export interface Recorder {
  /**
   * Returns the envelopes of one commit. Throws if a draft cannot be stored, and then records none. Refuses control
   * events, unless `isOwn`.
   */
  record(drafts: readonly Draft[], stamp: Metadata, isOwn?: boolean): readonly Envelope[];
  /** Returns the envelope of an imported event, checked and never rewritten. Throws if it is invalid. */
  accept(given: GivenEvent, stamp: Metadata): Envelope;
}

/** The JSON text around the events of a commit. */
const FRAME_BYTES = '{"events":[]}'.length;
const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function createRecorder(catalog: Catalog, ids: IdSource, now: () => number, limits: Limits): Recorder {
  let stampedMs = NaN;
  let stampedText = '';
  const timestamp = (): string => {
    const ms = now();
    if (ms !== stampedMs) stampedText = new Date((stampedMs = ms)).toISOString();
    return stampedText;
  };
  /** Checks the size of an event, and returns an upper bound of its bytes. */
  const checkSize = (event: Envelope): number => {
    const most = mostBytes(event);
    if (most <= limits.eventBytes) return most;
    const actual = jsonBytes(event);
    if (actual > limits.eventBytes)
      throw new RefoldError('event.limit', {
        type: event.type,
        limit: 'eventBytes',
        max: limits.eventBytes,
        actual,
        path: 'data',
      });
    return actual;
  };
  const checkCommitSize = (events: readonly Envelope[], most: number): void => {
    if (most <= limits.commitBytes) return;
    const actual = jsonBytes({ events });
    if (actual > limits.commitBytes)
      throw new RefoldError('commit.limit', { limit: 'bytes', max: limits.commitBytes, actual });
  };
  return {
    record(drafts, metadata, isOwn = false) {
      if (drafts.length > limits.commitEvents)
        throw new RefoldError('commit.limit', { limit: 'events', max: limits.commitEvents, actual: drafts.length });
      let most = FRAME_BYTES;
      const events = drafts.map(({ type, data: given }) => {
        if (!isOwn && type.startsWith('$')) throw new RefoldError('event.reserved', { type });
        const { version, data } = catalog.encode(type, given);
        const event: Envelope = { id: ids.eventId(), type, timestamp: timestamp(), version, data, metadata };
        most += checkSize(event) + 1;
        return event;
      });
      checkCommitSize(events, most);
      return events;
    },
    accept(given, stamp) {
      if (!isObject(given)) throw unfit('(root)', 'an event', given);
      const { id, type, timestamp: at, data } = given;
      if (!isEventId(id)) throw unfit('id', 'evt_ and a UUID (eventIdFrom makes one of a name)', id);
      if (typeof type !== 'string' || type === '') throw unfit('type', 'the name of an event', type);
      if (!isTimestamp(at))
        throw unfit('timestamp', 'ISO-8601 UTC with milliseconds, such as 2026-01-31T12:00:00.000Z', at);
      const version = given.version ?? catalog.newest(type) ?? 1;
      if (!Number.isInteger(version) || version < 1) throw unfit('version', 'a whole number from 1', version);
      const json = data === undefined ? undefined : toJson(data, type, limits);
      const metadata = { ...stamp, ...givenMetadata(given, limits) };
      const event: Envelope = { id, type, timestamp: at, version, data: json, metadata };
      checkSize(event);
      const decoded = catalog.decode(event);
      // Keep events that only a newer app understands.
      if (!decoded.ok && !isRefoldError(decoded.error, 'event.unknown') && !isRefoldError(decoded.error, 'event.newer'))
        throw decoded.error;
      return event;
    },
  };
}

function givenMetadata({ type, metadata }: GivenEvent, limits: Limits): Partial<Metadata> {
  if (metadata === undefined) return {};
  if (!isObject(metadata) || Array.isArray(metadata)) throw unfit('metadata', 'an object', metadata);
  const json = toJson(metadata, type, limits, 'metadata') as Record<string, unknown>;
  for (const name of NAMES) {
    const value = json[name];
    if (value !== undefined && typeof value !== 'string') throw unfit(`metadata.${name}`, 'a text', value);
  }
  return json;
}

const NAMES: readonly (keyof Metadata)[] = [
  'correlationId',
  'causationId',
  'source',
  'actorId',
  'command',
  'label',
  'group',
  'scope',
  'compensates',
  'retries',
];

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Whether a text is a timestamp of a real moment. Date would read 30 February as 2 March. */
function isTimestamp(text: unknown): text is string {
  if (typeof text !== 'string' || !ISO_MS.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

const unfit = (path: string, expected: string, found: unknown): RefoldError =>
  new RefoldError('event.envelope_invalid', { path, expected, found: describe(found) });

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`;
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
