import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import { Dismissed, Redone, Rejected, Undone } from './control-events.ts';
import type { Envelope } from './envelope.ts';
import type { AnyEvent, EventDefinition } from './event.ts';
import { sameJson, toJson } from './json.ts';
import type { Limits } from './limits.ts';
import { parse } from './schema.ts';

/** A recorded event as this app understands it now, or the error if it does not. */
export type Decoded =
  | { readonly ok: true; readonly event: Envelope }
  | { readonly ok: false; readonly error: RefoldError };

/**
 * The events that a store knows, with the toolkit's own. Validates payloads before they are stored, and upcasts stored
 * events when they are read.
 */
export interface Catalog {
  /** Returns the payload to store. Throws if the event is not listed or the payload cannot be stored. */
  encode(type: string, data: unknown): { readonly version: number; readonly data: unknown };
  /**
   * Returns the event with its newest name and payload. Never throws: an event that cannot be folded is returned as an
   * error.
   */
  decode(stored: Envelope): Decoded;
  /** The newest payload version of a type, by any of its names; undefined if the type is unknown. */
  newest(type: string): number | undefined;
  /** The definition of a type, by any of its names; undefined if the type is unknown. */
  definition(type: string): EventDefinition | undefined;
  /** Whether this exact definition is listed, not only one of the same name. */
  lists(event: AnyEvent): boolean;
  /** Replaces the definitions of the same names, such as those of a hot-reloaded module. */
  adopt(events: readonly AnyEvent[]): void;
  /** Whether undo may take events of a type out, by any of its names; false for unknown types. */
  isUndoable(type: string): boolean;
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * Throws `name.taken` if two events share a name. In development it also checks that each schema accepts its own
 * output. Bundlers insert the mode, and drop that check from production.
 */
export function createCatalog(events: readonly AnyEvent[], limits: Limits, isDevelopment: boolean): Catalog {
  let isStableOutput: typeof isStable | undefined;
  try {
    if (process.env.NODE_ENV !== 'production' && isDevelopment) isStableOutput = isStable;
  } catch {
    // A page without a bundler has no `process`, and has not asked for checks.
  }
  const byName = new Map<string, EventDefinition>();
  const listed = events as readonly EventDefinition[];
  for (const event of [...listed, ...BUILT_IN.filter((event) => !listed.includes(event))]) {
    for (const name of [event.type, ...(event['~options'].formerly ?? [])]) {
      if (byName.has(name)) throw new RefoldError('name.taken', { kind: 'event', name });
      byName.set(name, event);
    }
  }
  const known = new WeakSet<AnyEvent>(byName.values());
  return {
    lists: (event) => known.has(event),
    adopt(others) {
      for (const event of others) known.add(event);
    },
    encode(type, data) {
      const definition = byName.get(type);
      if (definition?.type !== type) throw new RefoldError('event.not_listed', { type });
      const version = definition['~versions'].length;
      const value = check(definition, version, data);
      const json = toStored(value, type, limits);
      if (isStableOutput?.(definition, json, limits) === false)
        throw new RefoldError('event.unstable', { type, version });
      return { version, data: json };
    },
    decode(stored) {
      const definition = byName.get(stored.type);
      if (definition === undefined)
        return { ok: false, error: new RefoldError('event.unknown', { type: stored.type }) };
      const known = definition['~versions'].length;
      if (stored.version > known)
        return {
          ok: false,
          error: new RefoldError('event.newer', { type: stored.type, version: stored.version, known }),
        };
      try {
        return {
          ok: true,
          event: { ...stored, type: definition.type, version: known, data: upcast(definition, stored) },
        };
      } catch (error) {
        if (error instanceof RefoldError) return { ok: false, error };
        throw error;
      }
    },
    newest: (type) => byName.get(type)?.['~versions'].length,
    definition: (type) => byName.get(type),
    isUndoable: (type) => byName.has(type) && byName.get(type)!['~options'].undo !== false,
  };
}

const BUILT_IN = [Undone, Redone, Rejected, Dismissed] as readonly AnyEvent[] as readonly EventDefinition[];

/** An event without a payload is stored without `data`. */
const toStored = (value: unknown, type: string, limits: Limits): unknown =>
  value === undefined ? undefined : toJson(value, type, limits);

/** Whether the newest schema accepts its own output, and returns it unchanged. */
function isStable(definition: EventDefinition, json: unknown, limits: Limits): boolean {
  try {
    const again = check(definition, definition['~versions'].length, json);
    return json === again || sameJson(json, toStored(again, definition.type, limits));
  } catch (error) {
    if (isRefoldError(error, 'event.invalid')) return false;
    throw error;
  }
}

function upcast(definition: EventDefinition, stored: Envelope): unknown {
  let data = check(definition, stored.version, stored.data);
  for (let version = stored.version; version < definition['~versions'].length; version++) {
    const step = definition['~versions'][version]!.upcast!;
    try {
      data = step(data);
    } catch (cause) {
      throw new RefoldError('event.upcast_failed', { type: definition.type, version }, cause);
    }
    data = check(definition, version + 1, data);
  }
  return data;
}

function check(definition: EventDefinition, version: number, data: unknown): unknown {
  const { type } = definition;
  const schema = definition['~versions'][version - 1]?.schema;
  if (schema === undefined) {
    if (data === undefined) return undefined;
    throw new RefoldError('event.invalid', {
      type,
      version,
      issues: [{ path: '', message: 'this event has no payload' }],
    });
  }
  const parsed = parse(schema, data, `event "${type}"`);
  if (parsed.ok) return parsed.value;
  throw new RefoldError('event.invalid', { type, version, issues: parsed.issues });
}
