import type { AnyEvent } from './event.ts';

/** Anything that can be read at a position: a view, a collection, a query, a bound query. */
export interface Readable<R = any> {
  readonly name: string;
  /** Phantom: what reading gives. */
  readonly '~read': R;
}

/** Anything that is folded from events, and so listed in a store. */
export interface ReadModel<E extends AnyEvent = any> {
  readonly name: string;
  /** Phantom: the events it folds. */
  readonly '~events': E;
}

/** What reading a readable gives. */
export type ReadOf<X> = X extends { readonly '~read': infer R } ? R : never;
/** Readables by the name under which a query or a command reads them. */
export type Reads = { readonly [name: string]: Readable };
/** What a query or a command gets for its reads. */
export type ReadsOf<R extends Reads> = { readonly [P in keyof R]: ReadOf<R[P]> };

/** A draft of `T`: the same shape, writable. */
export type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer X)[]
    ? Mutable<X>[]
    : T extends object
      ? { -readonly [K in keyof T]: Mutable<T[K]> }
      : T;
