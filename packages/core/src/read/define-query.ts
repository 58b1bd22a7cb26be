import { freeze } from 'immer';
import { sizes } from '../log/sizes.ts';
import { checkName } from '../model/handlers.ts';
import type { Query } from '../model/query.ts';
import type { NeedsOf, Reads, ReadsOf } from '../model/readable.ts';
import { Computed } from './computed.ts';
import { queryArguments } from './query-arguments.ts';
import type { BoundQuery, Note, QueryDefinition, Reader } from './reader.ts';
import { isSameResult } from './same-result.ts';

/**
 * Declares a pure read, derived from views, collections and other queries, with JSON arguments. The result is cached by
 * arguments. It is computed again only when rows or ranges that it read have changed. The query reads a frozen copy of
 * the arguments, so later changes by the caller have no effect. Other arguments than JSON throw `query.arguments`.
 *
 * @example
 * const day = defineQuery('day', { orders }, ({ orders }, date: string) => orders.where('day', date).length);
 * store.get(day('2026-05-01'));
 */
export function defineQuery<const R extends Reads, A extends readonly any[], T>(
  name: string,
  reads: R,
  get: (reads: ReadsOf<R>, ...args: A) => T,
): Query<A, T, NeedsOf<R>> {
  checkName('query', name);
  const results = new QueryResults((reader, note, args) =>
    get(reader.readAll(reads, note) as ReadsOf<R>, ...(args as A)),
  );
  const query = ((...args: unknown[]): BoundQuery => {
    const { values, key } = queryArguments(name, args);
    return {
      ...{ name, '~read': undefined, '~kind': 'bound', '~query': query, '~key': key, '~reads': reads },
      '~evaluate': (reader, note) => results.read(reader, note, values, key),
    };
  }) as QueryDefinition;
  Object.defineProperty(query, 'name', { value: name });
  const evaluate: QueryDefinition['~evaluate'] =
    (reader, note) =>
    (...args: unknown[]) =>
      reader.read(query(...args), note);
  Object.assign(query, { '~kind': 'query', '~reads': reads, '~evaluate': evaluate });
  return query as unknown as Query<A, T, NeedsOf<R>>;
}

/** Stands for the value of a computation that threw; equals no value. */
const FAILED: unique symbol = Symbol('failed');

/** The results of one query, by arguments. */
class QueryResults {
  readonly #compute: (reader: Reader, note: Note, args: readonly unknown[]) => unknown;
  readonly #cells = new WeakMap<Reader, Map<string, Computed<unknown>>>();

  constructor(compute: (reader: Reader, note: Note, args: readonly unknown[]) => unknown) {
    this.#compute = compute;
  }

  read(reader: Reader, note: Note | undefined, args: readonly unknown[], key: string): unknown {
    const query = this.#computed(reader, args, key);
    let value: unknown = FAILED;
    try {
      value = query.get();
    } finally {
      // Noted even if it threw: a caller that catches the error depends on the query too.
      note?.({ kind: 'query', query, value, holds: () => wouldGive(query, value) });
    }
    return value;
  }

  #computed(reader: Reader, args: readonly unknown[], key: string): Computed<unknown> {
    let cells = this.#cells.get(reader);
    if (cells === undefined) this.#cells.set(reader, (cells = new Map()));
    let computed = cells.get(key);
    if (computed === undefined) {
      computed = new Computed(
        reader.world,
        // All readers share the result, so freeze it. Its rows are frozen already, so freezing stops there.
        (note) => freeze(this.#compute(reader, note, args), reader.isFrozen),
        isSameResult,
      );
      if (cells.size >= sizes.keptResults) cells.delete(cells.keys().next().value!);
    } else cells.delete(key);
    cells.set(key, computed);
    return computed;
  }
}

/**
 * If the query throws, the dependency does not hold. The reader then finds out for itself, if it still reads the query.
 */
function wouldGive(query: Computed<unknown>, value: unknown): boolean {
  try {
    return Object.is(query.get(), value);
  } catch {
    return false;
  }
}
