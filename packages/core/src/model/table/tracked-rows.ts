import { sameItems } from '../same-items.ts';
import { isWithin, type Span, spanOfRange, toSpan } from './order.ts';
import type { AnyRow, Key, Page, Range, Rows } from './rows.ts';
import type { Table } from './table.ts';
import type { RowChange, RowChanges } from './table-draft.ts';

/** Something that was read of a collection: one row by its key, or more than that. */
export interface RowsRead {
  readonly kind: 'row' | 'rows';
  readonly model: string;
  /** Of the row; absent for `rows`. */
  readonly key?: Key;
  /** Whether a single batch that touches it certainly changed it. Over several batches, a row may have changed back. */
  readonly isCertain: boolean;
  /** Whether reading it again would return the same. */
  holds(table: unknown): boolean;
  /** Whether a change may affect it: a cheap test that never misses a change. */
  touches(changes: RowChanges): boolean;
}

/** Everything in a collection was read. */
interface WholeRead {
  readonly kind: 'whole';
  readonly model: string;
  readonly value: unknown;
}

/** The rows of a table. Records each read as a dependency. */
export class TrackedRows implements Rows<AnyRow, Key, string> {
  readonly #table: Table;
  readonly #note: (read: RowsRead | WholeRead) => void;

  constructor(table: Table, note: (read: RowsRead | WholeRead) => void) {
    this.#table = table;
    this.#note = note;
  }

  get size(): number {
    const { size } = this.#table;
    this.#noteRows(
      false,
      (table) => table.size === size,
      () => true,
    );
    return size;
  }

  get(key: Key): AnyRow {
    const row = this.#table.get(key) as object | undefined;
    this.#note({
      kind: 'row',
      model: this.#table.shape.name,
      key,
      isCertain: false,
      holds: (table) => (table as Table).get(key) === row,
      touches: (changes) => changes.has(key),
    });
    return row;
  }

  where(index: string, is: unknown, page?: Page): readonly AnyRow[] {
    return this.#scan(index, toSpan(is, this.#table.shape.name, index), page);
  }

  range(keys?: Range<Key>, page?: Page): readonly AnyRow[] {
    return this.#scan(undefined, spanOfRange(keys, this.#table.shape.name), page);
  }

  [Symbol.iterator](): IterableIterator<AnyRow> {
    this.#note({ kind: 'whole', model: this.#table.shape.name, value: this.#table });
    return this.#table[Symbol.iterator]();
  }

  #scan(index: string | undefined, span: Span, page: Page | undefined): readonly object[] {
    const rows = scan(this.#table, index, span, page);
    this.#noteRows(
      page === undefined,
      (table) => sameItems(scan(table, index, span, page), rows),
      (changes) => {
        for (const [key, row] of changes) if (isInSpan(index, span, key, row)) return true;
        return false;
      },
    );
    return rows;
  }

  #noteRows(isCertain: boolean, holds: (table: Table) => boolean, touches: RowsRead['touches']): void {
    this.#note({
      kind: 'rows',
      model: this.#table.shape.name,
      isCertain,
      holds: (table) => holds(table as Table),
      touches,
    });
  }
}

const scan = (table: Table, index: string | undefined, span: Span, page: Page | undefined): readonly object[] =>
  index === undefined ? table.scan(span, page) : table.scanIndex(index, span, page);

function isInSpan(index: string | undefined, span: Span, key: Key, { before, after }: RowChange): boolean {
  if (index === undefined) return isWithin(key, span);
  const isIn = (row: object | undefined): boolean =>
    row !== undefined && isWithin((row as Record<string, unknown>)[index], span);
  return isIn(before) || isIn(after);
}
