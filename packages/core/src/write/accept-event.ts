import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import { isEventId } from '../model/ids.ts';
import { toJson } from '../model/json.ts';
import type { Limits } from '../model/limits.ts';
import { checkEventSize } from './recorder.ts';

/** Returns the envelope of an imported event, checked and never rewritten. Throws if it is invalid. */
export function acceptEvent(
  given: GivenEvent,
  stamp: Metadata,
  { catalog, limits }: { readonly catalog: Catalog; readonly limits: Limits },
): Envelope {
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
  checkEventSize(event, limits);
  const decoded = catalog.decode(event);
  // Keep events that only a newer app understands.
  if (!decoded.ok && !isRefoldError(decoded.error, 'event.unknown') && !isRefoldError(decoded.error, 'event.newer'))
    throw decoded.error;
  return event;
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

const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

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
