import type { Draft, Envelope } from './envelope.ts';
import { checkName } from './handlers.ts';
import type { Reads, ReadsOf } from './readable.ts';
import type { In, Out, Schema } from './schema.ts';
import type { ErrorDetails, Issue } from '../errors/codes.ts';

/** An expected refusal: a value, not a throw. */
export interface Rejection<C extends string = string, D = unknown> {
  readonly code: C;
  readonly details: D;
}

/** Makes a rejection, to be returned from `decide`. */
export function reject<const C extends string>(code: C): Rejection<C, undefined>;
export function reject<const C extends string, D>(code: C, details: D): Rejection<C, D>;
export function reject(code: string, details?: unknown): Rejection {
  return { code, details };
}

/** What `decide` returns: an event, several, none (an empty list), or a rejection. */
export type Decision = Draft | Rejection | readonly Draft[];
export type EventsIn<D> = D extends readonly (infer X)[] ? X : D extends Draft ? D : never;
/** The events that came of a decision, as they were recorded. */
export type DecidedIn<D> = EnvelopeOfDraft<EventsIn<D>>;
type EnvelopeOfDraft<X> = X extends Draft<infer T, infer V> ? Envelope<T, V> : never;
export type RejectionsIn<D> = Extract<D, Rejection>;
/** The rejection of input that does not fit the command's schema. */
export type InvalidInput = Rejection<'invalid-input', { readonly issues: readonly Issue[] }>;

/** The rejection of what is larger than an event or a commit may be: the limit, and how much it came to. */
export type OverLimit = Rejection<'over-limit', ErrorDetails['commit.limit'] | ErrorDetails['event.limit']>;

/** What `decide` may know besides input and reads. Deciding again gives the same ids and the same time. */
export interface DecideContext {
  /**
   * A fresh unique id: the prefix and a UUIDv7, such as `ord_…` for `newId('ord')`, or the bare UUID. The ids of one store sort, as
   * text, in the order in which they were made, so a collection with such keys is in that order.
   */
  readonly newId: (prefix?: string) => string;
  readonly now: Date;
  readonly actorId: string;
}

export interface AnyCommand<D = any, N extends string = string> {
  readonly name: N;
  /** Phantom: what it decides. */
  readonly '~decision': D;
}
/** A command definition; `store.run` runs it. */
export interface Command<I, D, N extends string = any> extends AnyCommand<D, N> {
  /** Phantom: what it is given. */
  readonly '~input': I;
}

export interface CommandOptions<I, R = unknown> {
  /** What it does, for people: kept with the events. It reads what `decide` does. */
  readonly label?: (input: I, reads: R) => string;
  /** Which undo stack of its actor it is on. Default: the one without a name. */
  readonly scope?: string | ((input: I) => string);
  /**
   * Runs with the same key, in the same scope and by the same actor, at most 500 ms one after the other, are undone as one:
   * typing, dragging, pressing plus.
   */
  readonly coalesce?: (input: I) => string;
}

/** What the toolkit reads from a command. */
export interface CommandDefinition extends AnyCommand {
  readonly '~schema': Schema | undefined;
  readonly '~reads': Reads;
  readonly '~decide': (input: unknown, reads: unknown, context: DecideContext) => unknown;
  readonly '~options': CommandOptions<any, any>;
  readonly '~compensate': ((events: any, reads: any, context: DecideContext) => unknown) | undefined;
}

/**
 * Declares a command: an intention, decided synchronously and purely from its input, what it reads, and the context.
 *
 * @example
 * const voidOrder = defineCommand('order.void', {
 *   input: z.object({ id: z.string() }), reads: { orders },
 *   decide: ({ id }, { orders }) => orders.get(id) ? OrderVoided({ id }) : reject('not-found'),
 * });
 */
export function defineCommand<
  const D extends Decision,
  S extends Schema = Schema<void, void>,
  const R extends Reads = {},
  const N extends string = string,
>(
  name: N,
  options: {
    readonly input?: S;
    readonly reads?: R;
    decide(input: Out<S>, reads: ReadsOf<R>, context: DecideContext): D;
    /**
     * What undo appends instead of taking the events out: for facts that must stay, such as a payment, which is refunded. It is
     * given the events that the command decided, and may reject.
     */
    compensate?(events: readonly DecidedIn<D>[], reads: ReadsOf<R>, context: DecideContext): Decision;
  } & CommandOptions<Out<S>, ReadsOf<R>>,
): Command<In<S>, D, N> {
  checkName('command', name);
  const definition: CommandDefinition = {
    name,
    '~decision': undefined,
    '~schema': options.input,
    '~reads': options.reads ?? {},
    '~decide': options.decide as CommandDefinition['~decide'],
    '~options': options,
    '~compensate': options.compensate,
  };
  return definition as unknown as Command<In<S>, D, N>;
}
