import type { Frozen, Immutable, Mutable } from '../immutable.ts';

/** A row whose type is unknown inside the toolkit. */
export type AnyRow = any;
/** The key of a row. Numbers sort before strings. */
export type Key = string | number;
/** Bounds; none means all. */
export interface Range<V> {
  readonly gt?: V;
  readonly gte?: V;
  readonly lt?: V;
  readonly lte?: V;
}
/** How many rows, and from which end. */
export interface Page {
  readonly limit?: number;
  readonly reverse?: boolean;
}
/** The properties of a row that can be indexed: those with a string, a number or a boolean. */
export type Indexable<R> = {
  [P in keyof R]-?: NonNullable<R[P]> extends string | number | boolean ? P : never;
}[keyof R] &
  string;

/** Reads rows of type `R` as `Row`. Iterates in the order of keys. */
interface RowsReader<R, K extends Key, I extends keyof R, Row> extends Iterable<Row> {
  readonly size: number;
  get(key: K): Row | undefined;
  /**
   * Rows by the value of an index, or a range of values, in the order of value, then key. Throws `index.unknown`.
   * Throws `row.key_invalid` for a range with other bounds than `gt`, `gte`, `lt` and `lte`.
   */
  where<X extends I>(index: X, is: R[X] | Range<R[X]>, page?: Page): readonly Row[];
  /** Rows by key, in order. Throws `row.key_invalid` as `where` does. */
  range(keys?: Range<K>, page?: Page): readonly Row[];
}

/**
 * The rows of a collection at one position; they never change. Iterates in the order of keys. A key or an index value
 * must be a scalar. An object, an array, a Date, a bigint, a symbol or a function throws `row.key_invalid`.
 */
export interface Rows<R, K extends Key, I extends keyof R> extends RowsReader<R, K, I, Immutable<R>> {}

/** The rows that a collection's reducer writes to. A missing row is not an error: an undo may have taken it out. */
export interface RowsDraft<R, K extends Key, I extends keyof R> extends RowsReader<R, K, I, Frozen<R>> {
  /**
   * Adds the row, or replaces the one with its key. Throws `row.key_invalid` if the key is neither a string nor a
   * finite number.
   */
  put(row: R): void;
  /**
   * Changes a draft of the row, or replaces the row with the one that `recipe` returns. Does nothing if there is no
   * such row.
   */
  update(key: K, recipe: (row: Mutable<R>) => R | void): void;
  /** Deletes the row. Does nothing if there is no such row. */
  delete(key: K): void;
  /** Deletes all rows, at a cost that does not grow with their number. */
  clear(): void;
}
