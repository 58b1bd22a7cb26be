import { type Span, spanOfRange, toSpan } from '../model/table/order.ts';
import type { AnyRow, Key, Page, Range, Rows } from '../model/table/rows.ts';
import type { Table } from '../model/table/table.ts';
import { type Dependency, scan } from './dependency.ts';

/** The rows of a table. Records each read as a dependency. */
export class TrackedRows implements Rows<AnyRow, Key, string> {
  readonly #table: Table;
  readonly #note: (read: Dependency) => void;

  constructor(table: Table, note: (read: Dependency) => void) {
    this.#table = table;
    this.#note = note;
  }

  get size(): number {
    const { size } = this.#table;
    this.#note({ kind: 'size', model: this.#table.shape.name, size });
    return size;
  }

  get(key: Key): AnyRow {
    const row = this.#table.get(key) as object | undefined;
    this.#note({ kind: 'row', model: this.#table.shape.name, key, row });
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
    this.#note({ kind: 'rows', model: this.#table.shape.name, index, span, page, rows });
    return rows;
  }
}
