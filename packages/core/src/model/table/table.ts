import { RefoldError } from '../../errors/refold-error.ts';
import { checkKey, compareScalars, isAbove, isBelow, type Span, spanOfRange, toSpan } from './order.ts';
import type { Key, Page, Range, Rows } from './rows.ts';
import { SortedMap } from './sorted-map.ts';

/** The fixed parts of a collection: its name, its key, its indexes. */
export interface Shape {
  readonly name: string;
  readonly key: (row: any) => Key;
  readonly indexes: readonly string[];
}

/** A place in an index: a value and the key of its row. `edge` puts bounds before (-1) or after (1) all keys. */
interface Place {
  readonly value: unknown;
  readonly key: Key;
  readonly edge: -1 | 0 | 1;
}

export type RowMap = SortedMap<Key, object>;
export type IndexMap = SortedMap<Place, undefined>;

const comparePlaces = (a: Place, b: Place): number =>
  compareScalars(a.value, b.value) || (a.edge === b.edge ? compareScalars(a.key, b.key) : a.edge - b.edge);

/** The place of a row in an index. */
export const placeOf = (value: unknown, key: Key): Place => ({ value, key, edge: 0 });

/** The rows of a collection as persistent sorted trees. An old table never changes, and shares the unchanged parts. */
export class Table implements Rows<any, Key, any> {
  readonly shape: Shape;
  readonly rows: RowMap;
  readonly indexes: ReadonlyMap<string, IndexMap>;

  constructor(shape: Shape, rows: RowMap, indexes: ReadonlyMap<string, IndexMap>) {
    this.shape = shape;
    this.rows = rows;
    this.indexes = indexes;
  }

  static empty(shape: Shape): Table {
    return new Table(
      shape,
      new SortedMap<Key, object>(compareScalars),
      new Map(shape.indexes.map((name) => [name, new SortedMap<Place, undefined>(comparePlaces)])),
    );
  }

  /** Creates a table of these rows, as they are. */
  static of(shape: Shape, rows: Iterable<object>): Table {
    const table = Table.empty(shape);
    table.load(rows);
    return table;
  }

  /** Adds rows to a table that is not shared yet. */
  load(rows: Iterable<object>): void {
    for (const row of rows) {
      const key = this.shape.key(row);
      this.rows.set(key, row);
      for (const [name, index] of this.indexes)
        index.set(placeOf((row as Record<string, unknown>)[name], key), undefined);
    }
  }

  get size(): number {
    return this.rows.size;
  }

  get(key: Key): any {
    return this.rows.get(checkKey(key, this.shape.name));
  }

  where(index: string, is: unknown, page?: Page): readonly any[] {
    return this.scanIndex(index, toSpan(is, this.shape.name, index), page);
  }

  range(keys?: Range<Key>, page?: Page): readonly any[] {
    return this.scan(spanOfRange(keys, this.shape.name), page);
  }

  *[Symbol.iterator](): IterableIterator<any> {
    for (const [, row] of this.rows.ascend()) yield row;
  }

  /** Rows whose keys lie in the span. */
  scan(span: Span, page?: Page): readonly object[] {
    const entries = page?.reverse
      ? this.rows.descend(span.high?.value as Key | undefined)
      : this.rows.ascend(span.low?.value as Key | undefined);
    return collect(
      entries,
      (key) => key,
      (_, row) => row,
      span,
      page,
    );
  }

  /** Rows whose index value lies in the span. Throws `index.unknown`. */
  scanIndex(index: string, span: Span, page?: Page): readonly object[] {
    const tree = this.indexes.get(index);
    if (tree === undefined)
      throw new RefoldError('index.unknown', { collection: this.shape.name, index, indexes: this.shape.indexes });
    const edge = (bound: Span['low'], side: -1 | 1): Place | undefined =>
      bound && { value: bound.value, key: 0, edge: side };
    const entries = page?.reverse ? tree.descend(edge(span.high, 1)) : tree.ascend(edge(span.low, -1));
    return collect(
      entries,
      (place) => place.value,
      (place) => this.rows.get(place.key)!,
      span,
      page,
    );
  }
}

function collect<K, V>(
  entries: IterableIterator<[K, V]>,
  valueOf: (key: K) => unknown,
  rowOf: (key: K, value: V) => object,
  span: Span,
  page: Page | undefined,
): readonly object[] {
  const limit = page?.limit ?? Infinity;
  const rows: object[] = [];
  if (limit <= 0) return Object.freeze(rows);
  for (const [key, value] of entries) {
    const at = valueOf(key);
    if (page?.reverse ? isAbove(at, span.high) : isBelow(at, span.low)) continue;
    if (page?.reverse ? isBelow(at, span.low) : isAbove(at, span.high)) break;
    if (rows.push(rowOf(key, value)) >= limit) break;
  }
  // Frozen, since several readers may hold the same list.
  return Object.freeze(rows);
}
