import type { AnyEvent } from './event.ts';

/**
 * Anything that can be read at a position: a view, a collection, a query, a bound query. `N` is the names of the read
 * models it needs. A store refuses to read it unless it lists them.
 */
export interface Readable<R = any, N extends string = any> {
  readonly name: string;
  /** Phantom: the type of its value. */
  readonly '~read': R;
  /** Phantom: the names of the read models that it needs. */
  readonly '~needs'?: N;
}

/** Any name. Where names are not known as types, the store checks them at run time. */
export type AnyName = any;

/** Anything that is folded from events, and so listed in a store. */
export interface ReadModel<E extends AnyEvent = any, N extends string = string> {
  readonly name: N;
  /** Phantom: the events it folds. */
  readonly '~events': E;
}

/** The type of a readable's value. */
export type ReadOf<X> = X extends { readonly '~read': infer R } ? R : never;
/** Readables by the name under which a query or a command reads them. */
export type Reads = { readonly [name: string]: Readable };
/** The names of the read models that reads need. */
export type NeedsOf<R extends Reads> = R[keyof R] extends Readable<any, infer N> ? N : never;
/** The values that a query or a command receives for its reads. */
export type ReadsOf<R extends Reads> = { readonly [P in keyof R]: ReadOf<R[P]> };
