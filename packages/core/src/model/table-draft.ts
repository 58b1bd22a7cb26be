import { current, freeze, type Immer, isDraft } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import type { Key, Page, Range, RowsDraft } from './rows.ts';
import { type IndexMap, placeOf, type RowMap, Table } from './table.ts';

/** What happened to a row in a batch; undefined where there was, or is, none. */
export interface RowChange {
  readonly before: object | undefined;
  readonly after: object | undefined;
}
/** The rows that a batch changed, by key. */
export type RowChanges = ReadonlyMap<Key, RowChange>;

/**
 * A table being written. Rows that are updated stay Immer drafts until somebody reads them or the batch ends, so that a
 * row changed by many events of a batch is copied once.
 */
export class TableDraft implements RowsDraft<any, Key, any> {
  readonly #base: Table;
  readonly #immer: Immer;
  readonly #touched = new Set<Key>();
  readonly #open = new Map<Key, object>();
  /** Rows whose recipe is running now: their drafts must outlive a read. */
  readonly #running = new Set<Key>();
  #table: Table;

  constructor(base: Table, immer: Immer) {
    this.#base = base;
    this.#immer = immer;
    this.#table = base;
  }

  get size(): number {
    return this.#table.size;
  }

  get(key: Key): any {
    this.#close(key);
    return this.#table.get(key);
  }

  where(index: string, is: unknown, page?: Page): readonly any[] {
    return this.#settled().where(index, is, page);
  }

  range(keys?: Range<Key>, page?: Page): readonly any[] {
    return this.#settled().range(keys, page);
  }

  /** Over the rows as they are when the iteration begins, so that they may be changed meanwhile. */
  [Symbol.iterator](): IterableIterator<any> {
    return this.#settled().scan({})[Symbol.iterator]();
  }

  put(row: any): void {
    const key = this.#keyOf(row);
    this.#drop(key);
    this.#write(key, isDraft(row) ? (current(row) as object) : row);
  }

  update(key: Key, recipe: (row: any) => any): void {
    let draft = this.#open.get(key);
    if (draft === undefined) {
      const row = this.#table.get(key) as object | undefined;
      if (row === undefined) return;
      draft = this.#immer.createDraft(row);
      this.#open.set(key, draft);
    }
    const replacement = this.#run(key, draft, recipe);
    if (replacement === undefined || replacement === draft) return;
    const { row } = this.#immer.produce({ row: null as unknown }, (box) => void (box.row = replacement));
    this.#drop(key);
    this.#write(this.#sameKey(key, row as object), row as object);
  }

  delete(key: Key): void {
    this.#drop(key);
    if (this.#table.get(key) !== undefined) this.#write(key, undefined);
  }

  /** The table and what changed in it, deeply frozen if asked. The draft is not to be used after. */
  finish(isFrozen: boolean): { readonly table: Table; readonly changes: RowChanges } {
    const table = this.#settled();
    const changes = new Map<Key, RowChange>();
    for (const key of this.#touched) {
      const before = this.#base.get(key) as object | undefined;
      const after = table.get(key) as object | undefined;
      if (before !== after) changes.set(key, { before, after: isFrozen ? freeze(after, true) : after });
    }
    return { table: changes.size === 0 ? this.#base : table, changes };
  }

  #run(key: Key, draft: object, recipe: (row: any) => unknown): unknown {
    const isNested = this.#running.has(key);
    this.#running.add(key);
    try {
      return recipe(draft);
    } finally {
      if (!isNested) this.#running.delete(key);
    }
  }

  #settled(): Table {
    for (const key of this.#open.keys()) this.#close(key);
    return this.#table;
  }

  /** Brings the table up to date with the draft of a row. */
  #close(key: Key): void {
    const draft = this.#open.get(key);
    if (draft === undefined) return;
    const isRunning = this.#running.has(key);
    if (!isRunning) this.#open.delete(key);
    const row = (isRunning ? current(draft) : this.#immer.finishDraft(draft)) as object;
    if (row !== this.#table.get(key)) this.#write(this.#sameKey(key, row), row);
  }

  /** Forgets the draft of a row that something else takes the place of. */
  #drop(key: Key): void {
    const draft = this.#open.get(key);
    if (draft === undefined) return;
    this.#open.delete(key);
    if (!this.#running.has(key)) this.#immer.finishDraft(draft);
  }

  #write(key: Key, row: object | undefined): void {
    const { rows, indexes } = this.#writable();
    const before = rows.get(key);
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
    this.#touched.add(key);
    for (const [name, index] of indexes) reindex(index, name, key, before, row);
  }

  #writable(): { readonly rows: RowMap; readonly indexes: ReadonlyMap<string, IndexMap> } {
    if (this.#table === this.#base) {
      const indexes = new Map([...this.#base.indexes].map(([name, index]) => [name, index.clone()]));
      this.#table = new Table(this.#base.shape, this.#base.rows.clone(), indexes);
    }
    return this.#table;
  }

  #keyOf(row: object): Key {
    const key: unknown = this.#base.shape.key(row);
    if (typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key))) return key;
    throw new RefoldError('row.key_invalid', { collection: this.#base.shape.name, found: String(key) });
  }

  #sameKey(key: Key, row: object): Key {
    const now = this.#keyOf(row);
    if (now !== key)
      throw new RefoldError('row.key_changed', {
        collection: this.#base.shape.name,
        from: String(key),
        to: String(now),
      });
    return key;
  }
}

function reindex(index: IndexMap, name: string, key: Key, before: object | undefined, after: object | undefined): void {
  const was = (before as Record<string, unknown> | undefined)?.[name];
  const is = (after as Record<string, unknown> | undefined)?.[name];
  if (before !== undefined && after !== undefined && Object.is(was, is)) return;
  if (before !== undefined) index.delete(placeOf(was, key));
  if (after !== undefined) index.set(placeOf(is, key), undefined);
}
