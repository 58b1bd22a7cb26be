/** The part of sorted-btree that core uses. */
export declare class BTree<K, V> {
  constructor(entries: undefined, compare: (a: K, b: K) => number);
  readonly size: number;
  get(key: K): V | undefined;
  /** Returns whether the key is new. */
  set(key: K, value: V, overwrite: boolean): boolean;
  /** Returns whether the key was there. */
  delete(key: K): boolean;
  /** Costs nothing: nodes are shared, and copied when either is written to. */
  clone(): BTree<K, V>;
  /** Entries from a key upwards, or all. The pair is filled anew at each step. */
  entries(low: K | undefined, reused: (K | V)[]): IterableIterator<[K, V]>;
  /** Entries from a key downwards, or all. The pair is filled anew at each step. */
  entriesReversed(high: K | undefined, reused: (K | V)[]): IterableIterator<[K, V]>;
}
