import { RefoldError } from '../errors/refold-error.ts';
import type { Draft, Envelope } from './envelope.ts';
import type { Frozen, Immutable } from './immutable.ts';
import { type In, type Out, type Schema, type Storable } from './schema.ts';

/** Any event definition. */
export interface AnyEvent {
  readonly type: string;
  readonly '~data': unknown;
}

/** An event definition: call it with a payload to make a draft, hand it to `.on(…)` to fold it. */
export interface EventType<T extends string, D, I = D> extends AnyEvent {
  (...data: [D] extends [undefined] ? [] : [data: Immutable<I>]): MadeDraft<T, D>;
  readonly type: T;
  readonly '~data': D;
  /** The next shape of the payload, and the pure step to it from the one before. */
  version<S extends Schema>(schema: S & Storable<S>, upcast: (old: D) => In<S>): EventType<T, Out<S>, In<S>>;
  /** Whether an event is of this type. */
  is(event: Draft): event is Envelope<T, D>;
}

/** The envelope of an event definition, or of each in a union of them. */
export type EnvelopeOf<E> = E extends { readonly type: infer T extends string; readonly '~data': infer D }
  ? Envelope<T, D>
  : never;
/** The envelope as a reducer gets it: its payload is frozen. */
export type FoldedOf<E> = E extends { readonly type: infer T extends string; readonly '~data': infer D }
  ? Envelope<T, Frozen<D>>
  : never;
/** The draft of an event definition, or of each in a union of them; of any event, one that a definition has made. */
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

/** One schema version of a payload: how to get to it from the one before, and its schema. */
export interface PayloadVersion {
  readonly schema: Schema | undefined;
  readonly upcast?: (old: any) => unknown;
}

/** What the toolkit reads from a definition. */
export interface EventDefinition extends AnyEvent {
  readonly '~versions': readonly PayloadVersion[];
  readonly '~options': EventOptions;
}

/**
 * A draft as its definition makes it. The definition is inherited, not a property of its own: the draft is `{ type, data }`
 * wherever it is copied, compared or written, and says what made it to those who ask.
 */
export interface MadeDraft<T extends string = string, D = unknown> extends Draft<T, D> {
  readonly '~event': AnyEvent;
}

/**
 * Declares an event: a fact of the domain, named in the past tense (`order.placed`), with a payload of JSON that the
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

/** Makes a definition under any name, the toolkit's own too. */
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
