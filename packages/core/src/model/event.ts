import { RefoldError } from '../errors/refold-error.ts';
import type { Draft, Envelope } from './envelope.ts';
import type { Frozen, Immutable } from './immutable.ts';
import { type In, type Out, type Schema, type Storable } from './schema.ts';

/** Any event definition. */
export interface AnyEvent {
  readonly type: string;
  readonly '~data': unknown;
}

/** An event definition: call it with a payload to create a draft, pass it to `.on(…)` to fold it. */
export interface EventType<T extends string, D, I = D> extends AnyEvent {
  (...data: [D] extends [undefined] ? [] : [data: Immutable<I>]): MadeDraft<T, D>;
  readonly type: T;
  readonly '~data': D;
  /** Adds the next schema version of the payload, with a pure upcaster from the one before. */
  version<S extends Schema>(schema: S & Storable<S>, upcast: (old: D) => In<S>): EventType<T, Out<S>, In<S>>;
  /** Whether an event is of this type. */
  is(event: Draft): event is Envelope<T, D>;
}

/** The envelope of an event definition, or of each in a union of them. */
export type EnvelopeOf<E> = E extends { readonly type: infer T extends string; readonly '~data': infer D }
  ? Envelope<T, D>
  : never;
/** The envelope that a reducer receives: its payload is frozen. */
export type FoldedOf<E> = E extends { readonly type: infer T extends string; readonly '~data': infer D }
  ? Envelope<T, Frozen<D>>
  : never;
/**
 * The draft of an event definition, or of each in a union of them. For `AnyEvent`, any draft that a definition created.
 */
export type DraftOf<E> = E extends { readonly type: infer T extends string; readonly '~data': infer D }
  ? string extends T
    ? MadeDraft<any, any>
    : Draft<T, D>
  : never;

export interface EventOptions {
  /** `false`: a fact that undo must leave alone, such as a payment. */
  readonly undo?: false;
  /** Earlier names of this event, which a log may still hold. */
  readonly formerly?: readonly string[];
}

/** One schema version of a payload: its schema, and the upcaster from the version before. */
export interface PayloadVersion {
  readonly schema: Schema | undefined;
  readonly upcast?: (old: any) => unknown;
}

/** The parts of an event definition that the toolkit reads. */
export interface EventDefinition extends AnyEvent {
  readonly '~versions': readonly PayloadVersion[];
  readonly '~options': EventOptions;
}

/**
 * A draft that its definition created. The definition is inherited, not an own property: copies, comparisons and JSON
 * see only `{ type, data }`. Not exported: so declarations of apps spell it out, and need no name for it.
 */
type MadeDraft<T extends string = string, D = unknown> = Draft<T, D> & { readonly '~event': AnyEvent };

/**
 * Declares an event: a fact of the domain, named in the past tense (`order.placed`). Its payload is JSON, which the
 * schema checks at append. Without a schema the event has no payload. Throws `name.invalid`.
 *
 * @example
 * const OrderPlaced = defineEvent('order.placed', z.object({ id: z.string(), cents: z.int() }));
 */
export function defineEvent<const T extends string>(type: T): EventType<T, undefined>;
export function defineEvent<const T extends string, S extends Schema>(
  type: T,
  schema: S & Storable<S>,
  options?: EventOptions,
): EventType<T, Out<S>, In<S>>;
export function defineEvent(type: string, schema?: Schema, options: EventOptions = {}): EventType<string, any> {
  for (const name of [type, ...(options.formerly ?? [])]) {
    if (name === '' || name.startsWith('$')) throw new RefoldError('name.invalid', { kind: 'event', name });
  }
  return buildEvent(type, [{ schema }], options);
}

/** Creates a definition under any name, also one of the toolkit's own. */
export function buildEvent<const T extends string>(
  type: T,
  versions: readonly PayloadVersion[],
  options: EventOptions,
): EventType<T, any> {
  const definition = {
    type,
    '~versions': versions,
    '~options': options,
    version: (schema: Schema, upcast: (old: any) => unknown) =>
      buildEvent(type, [...versions, { schema, upcast }], options),
    is: (event: Draft) => event.type === type,
  };
  const made = {};
  const make = (data?: unknown): Draft => Object.assign(Object.create(made) as object, { type, data });
  const event = Object.assign(make, definition) as unknown as EventType<T, any>;
  Object.defineProperty(made, '~event', { value: event });
  return event;
}
