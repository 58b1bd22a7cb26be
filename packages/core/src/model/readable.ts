import type { AnyEvent } from './event.ts';

/**
 * Anything that can be read at a position: a view, a collection, a query, a bound query. `N` are the names of the read models
 * that it needs; a store refuses to read it unless it lists them.
 */
export interface Readable<R = any, N extends string = any> {
  readonly name: string;
  /** Phantom: what reading gives. */
  readonly '~read': R;
  /** Phantom: the names of the read models that it needs. */
  readonly '~needs'?: N;
}

/** The names of whatever there is: where they are not known, they are judged when the store is asked. */
export type AnyName = any;

/** Anything that is folded from events, and so listed in a store. */
export interface ReadModel<E extends AnyEvent = any, N extends string = string> {
  readonly name: N;
  /** Phantom: the events it folds. */
  readonly '~events': E;
}

/** What reading a readable gives. */
export type ReadOf<X> = X extends { readonly '~read': infer R } ? R : never;
/** Readables by the name under which a query or a command reads them. */
export type Reads = { readonly [name: string]: Readable };
/** The names of the read models that reads need. */
export type NeedsOf<R extends Reads> = R[keyof R] extends Readable<any, infer N> ? N : never;
/** What a query or a command gets for its reads. */
export type ReadsOf<R extends Reads> = { readonly [P in keyof R]: ReadOf<R[P]> };

/** What is read: the same shape, with nothing in it to be written to, however deep. */
export type Immutable<T> = unknown extends T
  ? T
  : T extends Scalar | Call
    ? T
    : T extends readonly (infer X)[]
      ? any[] extends T
        ? readonly Immutable<X>[]
        : { readonly [K in keyof T]: Immutable<T[K]> }
      : T extends ReadonlyMap<infer K, infer V>
        ? ReadonlyMap<Immutable<K>, Immutable<V>>
        : T extends ReadonlySet<infer V>
          ? ReadonlySet<Immutable<V>>
          : { readonly [K in keyof T]: Immutable<T[K]> };
type Scalar = string | number | boolean | bigint | symbol | null | undefined;
type Call = (...args: never) => unknown;

/** What is frozen: no property in it can be set. Its lists are typed as they were, so that a draft or a row can take them. */
export type Frozen<T> = unknown extends T
  ? T
  : T extends Scalar | Call
    ? T
    : T extends (infer X)[]
      ? any[] extends T
        ? Frozen<X>[]
        : { [K in keyof T]: Frozen<T[K]> }
      : { readonly [K in keyof T]: Frozen<T[K]> };

/** A draft of `T`: the same shape, writable. */
export type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer X)[]
    ? Mutable<X>[]
    : T extends object
      ? { -readonly [K in keyof T]: Mutable<T[K]> }
      : T;
