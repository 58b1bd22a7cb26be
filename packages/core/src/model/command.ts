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

/** Creates a rejection, to return from `decide`. */
export function reject<const C extends string>(code: C): Rejection<C, undefined>;
export function reject<const C extends string, D>(code: C, details: D): Rejection<C, D>;
export function reject(code: string, details?: unknown): Rejection {
  return { code, details };
}

/** The result of `decide`: an event, several, none (an empty list), or a rejection. */
export type Decision = Draft | Rejection | readonly Draft[];
export type EventsIn<D> = D extends readonly (infer X)[] ? X : D extends Draft ? D : never;
/** The events of a decision, as recorded. */
export type DecidedIn<D> = EnvelopeOfDraft<EventsIn<D>>;
type EnvelopeOfDraft<X> = X extends Draft<infer T, infer V> ? Envelope<T, V> : never;
export type RejectionsIn<D> = Extract<D, Rejection>;
/** The rejection of input that does not fit the command's schema. */
export type InvalidInput = Rejection<'invalid-input', { readonly issues: readonly Issue[] }>;

/** The rejection of an event or a commit that is too large: the limit, and the actual size. */
export type OverLimit = Rejection<'over-limit', ErrorDetails['commit.limit'] | ErrorDetails['event.limit']>;

/** The context of `decide`, besides input and reads. Deciding again yields the same ids and the same time. */
export interface DecideContext {
  /**
   * Returns a new unique id: the prefix and a UUIDv7, such as `ord_…` for `newId('ord')`, or the bare UUID. The ids of
   * one store sort, as text, in the order of their creation. So does a collection with such keys.
   */
  readonly newId: (prefix?: string) => string;
  readonly now: Date;
  readonly actorId: string;
}

export interface AnyCommand<D = any, N extends string = string> {
  readonly name: N;
  /** Phantom: the type of its decision. */
  readonly '~decision': D;
}
/** A command definition; `store.run` runs it. */
export interface Command<I, D, N extends string = any> extends AnyCommand<D, N> {
  /** Phantom: the type of its input. */
  readonly '~input': I;
}

export interface CommandOptions<I, R = unknown> {
  /** Describes the action for people; stored with the events. Its reads are those of `decide`. */
  readonly label?: (input: I, reads: R) => string;
  /** The undo stack of its actor that it belongs to. Default: the one without a name. */
  readonly scope?: string | ((input: I) => string);
  /**
   * Merges runs for undo: of the same key and scope, by the same actor, at most 500 ms apart. Use it for typing,
   * dragging, pressing plus.
   */
  readonly coalesce?: (input: I) => string;
}

/** The parts of a command that the toolkit reads. */
export interface CommandDefinition extends AnyCommand {
  readonly '~schema': Schema | undefined;
  readonly '~reads': Reads;
  readonly '~decide': (input: unknown, reads: unknown, context: DecideContext) => unknown;
  readonly '~options': CommandOptions<any, any>;
  readonly '~compensate': ((events: any, reads: any, context: DecideContext) => unknown) | undefined;
}

/**
 * Declares a command: an intention. `decide` is synchronous and pure; it sees the input, the command's reads and the
 * context. The idea is the decider pattern (Jérémie Chassaing).
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
     * Returns the events that undo appends instead of taking the original ones out. For facts that must stay, such as a
     * payment, which undo refunds. It receives the events that the command decided, and may reject.
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
