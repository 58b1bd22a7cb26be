import type { AnyEvent, FoldedOf } from './event.ts';
import { checkName, type Handlers, listOf, withHandler } from './handlers.ts';
import type { Readable, ReadModel } from './readable.ts';
import type { Indexable, Key, Rows, RowsDraft } from './table/rows.ts';
import { type Shape, Table } from './table/table.ts';
import { RowsDrafting } from './table/rows-drafting.ts';
import { TrackedRows } from './table/tracked-rows.ts';

/**
 * A read model that is a set of rows, each a document of its own. The cost of an event does not depend on the number of
 * rows.
 */
export interface Collection<R, K extends Key, I extends keyof R, E extends AnyEvent = never, N extends string = any>
  extends Readable<Rows<R, K, I>, N>, ReadModel<E, N> {
  readonly name: N;
  /**
   * Adds the reducer of an event, or of several. A reducer is pure, and may change many rows. Throws `reducer.taken` if
   * the collection has a reducer for the event.
   */
  on<X extends AnyEvent>(
    event: X | readonly X[],
    reduce: (rows: RowsDraft<R, K, I>, event: FoldedOf<X>) => void,
  ): Collection<R, K, I, E | X, N>;
}

export interface CollectionOptions<R, K extends Key, I> {
  /** Returns the key of a row, which must never change for that row. */
  readonly key: (row: R) => K;
  /** Properties to find rows by. The toolkit maintains these indexes. */
  readonly indexes?: readonly I[];
  /** Change it when a reducer changes, so that saved state is folded again. */
  readonly revision?: number;
}

/** The parts of a collection that the toolkit reads. It brings its table along, so an app of views alone has none. */
export interface CollectionDefinition extends Collection<any, any, any, any> {
  readonly '~kind': 'collection';
  readonly '~handlers': Handlers;
  /** The definitions of the events that it folds. */
  readonly '~folds': readonly AnyEvent[];
  readonly '~shape': Shape;
  readonly '~revision': number;
  /** Creates the table without rows. */
  readonly '~empty': () => Table;
  /** Creates what the reducers of a batch write to. */
  readonly '~draft': (...of: ConstructorParameters<typeof RowsDrafting>) => RowsDrafting;
  /** Creates what a query reads: the rows, with each read noted. */
  readonly '~track': (...of: ConstructorParameters<typeof TrackedRows>) => TrackedRows;
}

/**
 * Declares a collection: rows by key, folded from events.
 *
 * @example
 * const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] })
 *   .on(ProductListed, (rows, e) => rows.put({ ...e.data, left: 0 }))
 *   .on(StockReceived, (rows, e) => rows.update(e.data.sku, (p) => { p.left += e.data.qty; }));
 */
export function defineCollection<
  R,
  K extends Key,
  const I extends Indexable<R> = never,
  const N extends string = string,
>(name: N, options: CollectionOptions<R, K, I>): Collection<R, K, I, never, N> {
  checkName('collection', name);
  return build(
    { name, key: options.key, indexes: options.indexes ?? [] },
    options.revision ?? 1,
    new Map(),
    [],
  ) as unknown as Collection<R, K, I, never, N>;
}

function build(shape: Shape, revision: number, handlers: Handlers, folds: readonly AnyEvent[]): CollectionDefinition {
  return {
    name: shape.name,
    '~kind': 'collection',
    '~handlers': handlers,
    '~folds': folds,
    '~shape': shape,
    '~revision': revision,
    '~empty': () => Table.empty(shape),
    '~draft': (...of) => new RowsDrafting(...of),
    '~track': (...of) => new TrackedRows(...of),
    '~read': undefined as never,
    '~events': undefined,
    on: (events: AnyEvent | readonly AnyEvent[], reduce: (rows: any, event: any) => unknown) =>
      build(shape, revision, withHandler(shape.name, handlers, events, reduce), [...folds, ...listOf(events)]),
  };
}
