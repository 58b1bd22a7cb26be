import { RefoldError } from '../errors/refold-error.ts';
import type { AnyEvent } from './event.ts';
import type { Envelope } from './envelope.ts';

/** A reducer as the fold calls it. The target is a draft of a view's state, or a collection's rows. */
export type Reduce = (target: any, event: Envelope) => unknown;

/** Reducers by event type. */
export type Handlers = ReadonlyMap<string, Reduce>;

/**
 * Returns `handlers` and one more. Throws `reducer.taken`, since two reducers of one event would run in a hidden order.
 */
export function withHandler(
  model: string,
  handlers: Handlers,
  events: AnyEvent | readonly AnyEvent[],
  reduce: Reduce,
): Handlers {
  const next = new Map(handlers);
  for (const { type } of listOf(events)) {
    if (next.has(type)) throw new RefoldError('reducer.taken', { model, type });
    next.set(type, reduce);
  }
  return next;
}

/** The argument of `.on(…)`, as a list. */
export const listOf = (events: AnyEvent | readonly AnyEvent[]): readonly AnyEvent[] =>
  Array.isArray(events) ? (events as readonly AnyEvent[]) : [events as AnyEvent];

/** Throws `name.invalid` if a name is empty or reserved. */
export function checkName(kind: string, name: string): void {
  if (name === '' || name.startsWith('$')) throw new RefoldError('name.invalid', { kind, name });
}
