/** The same shape, deeply read-only. */
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

/** A frozen value: no property can be set. Lists keep their type, so that a draft or a row accepts them. */
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
