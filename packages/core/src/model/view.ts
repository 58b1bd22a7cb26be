import type { AnyEvent, FoldedOf } from './event.ts';
import { checkName, type Handlers, listOf, withHandler } from './handlers.ts';
import type { Immutable, Mutable } from './immutable.ts';
import type { Readable, ReadModel } from './readable.ts';

/** A read model that is one document. */
export interface View<S, E extends AnyEvent = never, N extends string = any>
  extends Readable<Immutable<S>, N>, ReadModel<E, N> {
  readonly name: N;
  /**
   * Adds the reducer of an event, or of several. A reducer is pure: it changes the draft (Immer) or returns the next
   * state. Throws `reducer.taken` if the view has a reducer for the event.
   */
  on<X extends AnyEvent>(
    event: X | readonly X[],
    reduce: (draft: Mutable<S>, event: FoldedOf<X>) => S | void,
  ): View<S, E | X, N>;
}

export interface ViewOptions<S> {
  readonly initial: S;
  /** Change it when a reducer changes, so that saved state is folded again. */
  readonly revision?: number;
}

/** The parts of a view that the toolkit reads. */
export interface ViewDefinition extends View<any, any> {
  readonly '~kind': 'view';
  readonly '~handlers': Handlers;
  /** The definitions of the events that it folds. */
  readonly '~folds': readonly AnyEvent[];
  readonly '~initial': unknown;
  readonly '~revision': number;
}

/**
 * Declares a view: one document, folded from events.
 *
 * @example
 * const takings = defineView('takings', { initial: { cents: 0 } })
 *   .on(OrderPlaced, (draft, e) => { draft.cents += e.data.cents; });
 */
export function defineView<S, const N extends string = string>(name: N, options: ViewOptions<S>): View<S, never, N> {
  checkName('view', name);
  return build(name, options, new Map(), []) as unknown as View<S, never, N>;
}

function build(
  name: string,
  options: ViewOptions<any>,
  handlers: Handlers,
  folds: readonly AnyEvent[],
): ViewDefinition {
  return {
    name,
    '~kind': 'view',
    '~handlers': handlers,
    '~folds': folds,
    '~initial': options.initial,
    '~revision': options.revision ?? 1,
    '~read': undefined,
    '~events': undefined,
    on: (events: AnyEvent | readonly AnyEvent[], reduce: (draft: any, event: any) => unknown) =>
      build(name, options, withHandler(name, handlers, events, reduce), [...folds, ...listOf(events)]),
  };
}
