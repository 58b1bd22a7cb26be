import { checkName } from './handlers.ts';
import { queryArguments } from './query-arguments.ts';
import { isSameResult } from './same-result.ts';
import type { Immutable } from './immutable.ts';
import type { NeedsOf, Readable, Reads, ReadsOf } from './readable.ts';

/** A derived or joined read. Called with arguments, it returns a readable of its result. */
export interface Query<A extends readonly any[], R, N extends string = any> extends Readable<
  (...args: A) => Immutable<R>,
  N
> {
  (...args: A): Readable<Immutable<R>, N>;
}

/** The parts of a query that the toolkit reads. */
export interface QueryDefinition extends Readable {
  (...args: any[]): BoundQuery;
  readonly '~kind': 'query';
  readonly '~reads': Reads;
  readonly '~get': (reads: any, ...args: any[]) => unknown;
  /** Whether two results count as unchanged. */
  readonly '~isSame': (before: unknown, after: unknown) => boolean;
}

/** A query and its arguments, copied and frozen; `key` is the arguments as text. */
export interface BoundQuery extends Readable {
  readonly '~kind': 'bound';
  readonly '~query': QueryDefinition;
  readonly '~args': readonly unknown[];
  readonly '~key': string;
}

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
  const query = ((...args: unknown[]): BoundQuery => {
    const { values, key } = queryArguments(name, args);
    return { name, '~read': undefined, '~kind': 'bound', '~query': query, '~args': values, '~key': key };
  }) as QueryDefinition;
  Object.defineProperty(query, 'name', { value: name });
  Object.assign(query, { '~kind': 'query', '~reads': reads, '~get': get, '~isSame': isSameResult });
  return query as unknown as Query<A, T, NeedsOf<R>>;
}
