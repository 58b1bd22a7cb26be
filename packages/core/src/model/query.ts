import { RefoldError } from '../errors/refold-error.ts';
import { checkName } from './handlers.ts';
import { classOf, isPlainObject } from './json.ts';
import type { Readable, Reads, ReadsOf } from './readable.ts';

/** A derived or joined read. Called with arguments, it is a readable of its result. */
export interface Query<A extends readonly any[], R> extends Readable<(...args: A) => R> {
  (...args: A): Readable<R>;
}

/** What the toolkit reads from a query. */
export interface QueryDefinition extends Readable {
  (...args: any[]): BoundQuery;
  readonly '~kind': 'query';
  readonly '~reads': Reads;
  readonly '~get': (reads: any, ...args: any[]) => unknown;
}

/** A query and its arguments; `key` is the arguments as text. */
export interface BoundQuery extends Readable {
  readonly '~kind': 'bound';
  readonly '~query': QueryDefinition;
  readonly '~args': readonly unknown[];
  readonly '~key': string;
}

/**
 * Declares a pure read, derived from views, collections and other queries, with arguments that are JSON values. The
 * result is remembered by arguments, and worked out again only when rows or ranges that it read have changed.
 * Calling it with other arguments throws `query.arguments`.
 *
 * @example
 * const day = defineQuery('day', { orders }, ({ orders }, date: string) => orders.where('day', date).length);
 * store.get(day('2026-05-01'));
 */
export function defineQuery<const R extends Reads, A extends readonly any[], T>(
  name: string,
  reads: R,
  get: (reads: ReadsOf<R>, ...args: A) => T,
): Query<A, T> {
  checkName('query', name);
  const query = ((...args: unknown[]): BoundQuery => ({
    name,
    '~read': undefined,
    '~kind': 'bound',
    '~query': query,
    '~args': args,
    '~key': keyOf(name, args),
  })) as QueryDefinition;
  Object.defineProperty(query, 'name', { value: name });
  Object.assign(query, { '~kind': 'query', '~reads': reads, '~get': get });
  return query as unknown as Query<A, T>;
}

/** The arguments as text, each value with a text of its own, so that no two calls share a result by accident. */
function keyOf(query: string, args: readonly unknown[]): string {
  const refuse = (found: string): never => {
    throw new RefoldError('query.arguments', { query, found });
  };
  const text = (value: unknown): string => {
    switch (typeof value) {
      case 'undefined':
        return 'undefined';
      case 'string':
      case 'boolean':
        return JSON.stringify(value);
      case 'number':
        return Number.isFinite(value) ? String(value) : refuse(String(value));
      case 'object': {
        if (value === null) return 'null';
        if (Array.isArray(value)) return `[${value.map(text).join()}]`;
        if (!isPlainObject(value)) return refuse(classOf(value));
        return `{${Object.entries(value)
          .map(([key, item]) => `${JSON.stringify(key)}:${text(item)}`)
          .join()}}`;
      }
      default:
        return refuse(`a ${typeof value}`);
    }
  };
  return args.map(text).join();
}
