import { current, type Immer } from 'immer';
import { RefoldError } from '../../errors/refold-error.ts';
import { type Plainness, rowPath, settle, Sharing } from '../plain.ts';
import type { AnyRow, Key, Page, Range, RowsDraft } from './rows.ts';
import { isPromise } from '../synchronous.ts';
import { type IndexMap, placeOf, Table } from './table.ts';

/** How a batch changed a row. A side is undefined if the row did not exist. */
export interface RowChange {
  readonly before: object | undefined;
  readonly after: object | undefined;
}
/** The rows that a batch changed, by key. */
export type RowChanges = ReadonlyMap<Key, RowChange>;

/** A row being drafted: `row` is its value in the table, `running` the number of recipes that hold the draft. */
interface Slot {
  readonly draft: object;
  row: object;
  running: number;
}

/**
 * A table being written. Updated rows stay Immer drafts until something reads them or the batch ends, so a row is
 * copied once a batch.
 *
 * If a part of a row moves into another row, finishing the first draft breaks the second. Then settling it throws; or
 * both rows share the part, and `finish` throws. Fold the events one by one with `isExact` instead: it copies the
 * content of drafts and finishes none.
 */
export class TableDraft implements RowsDraft<AnyRow, Key, string> {
  readonly #base: Table;
  readonly #immer: Immer;
  readonly #how: Plainness;
  readonly #isExact: boolean;
  readonly #sharing: Sharing;
  readonly #open = new Map<Key, Slot>();
  readonly #changes = new Map<Key, RowChange>();
  #table: Table;
  /** Whether `clear` was called. Then the changes of single rows are unknown. */
  #isCleared = false;

  /** `how`: how to treat new rows. */
  constructor(base: Table, immer: Immer, how: Plainness, isExact = false) {
    this.#base = base;
    this.#immer = immer;
    this.#how = how;
    this.#isExact = isExact;
    this.#sharing = new Sharing(true, how.isFrozen);
    this.#table = base;
  }

  get size(): number {
    return this.#table.size;
  }

  get(key: Key): AnyRow {
    const slot = this.#open.get(key);
    return slot === undefined ? this.#table.get(key) : this.#settle(key, slot);
  }

  where(index: string, is: unknown, page?: Page): readonly AnyRow[] {
    return this.#settled().where(index, is, page);
  }

  range(keys?: Range<Key>, page?: Page): readonly AnyRow[] {
    return this.#settled().range(keys, page);
  }

  /** Iterates over the rows at its start, so the caller may change them meanwhile. */
  [Symbol.iterator](): IterableIterator<AnyRow> {
    return this.#settled().scan({})[Symbol.iterator]();
  }

  put(row: AnyRow): void {
    this.#replace(this.#keyOf(this.#asRow(row)), row as object);
  }

  update(key: Key, recipe: (row: AnyRow) => unknown): void {
    const slot = this.#open.get(key) ?? this.#draft(key);
    if (slot === undefined) return;
    slot.running += 1;
    try {
      const replacement = recipe(slot.draft);
      if (replacement === undefined || replacement === slot.draft) {
        // Checked now, since the time at which the draft is settled depends on the batches.
        if (this.#open.get(key) === slot) this.#sameKey(key, slot.draft);
      } else {
        const row = this.#asRow(replacement);
        this.#replace(this.#sameKey(key, row), row);
      }
    } finally {
      slot.running -= 1;
    }
  }

  delete(key: Key): void {
    this.#open.delete(key);
    const row = this.#table.get(key) as object | undefined;
    if (row !== undefined) this.#write(key, row, undefined);
  }

  clear(): void {
    if (this.size === 0) return;
    this.#open.clear();
    this.#changes.clear();
    this.#isCleared = true;
    this.#table = Table.empty(this.#base.shape);
  }

  /** Returns the table and its changes. `isBatch`: by more than one event. Do not use the draft afterwards. */
  finish(isBatch = false): { readonly table: Table; readonly changes: RowChanges | 'whole' } {
    const table = this.#settled();
    if (isBatch && this.#sharing.isFound) throw new Error('Two rows share a part.');
    if (this.#isCleared && table.size + this.#base.size > 0) return { table, changes: 'whole' };
    for (const [key, { before, after }] of this.#changes) if (before === after) this.#changes.delete(key);
    return { table: this.#changes.size === 0 ? this.#base : table, changes: this.#changes };
  }

  #draft(key: Key): Slot | undefined {
    const row = this.#table.get(key) as object | undefined;
    if (row === undefined) return undefined;
    const slot = { draft: this.#immer.createDraft(row) as object, row, running: 0 };
    this.#open.set(key, slot);
    return slot;
  }

  #settled(): Table {
    for (const [key, slot] of this.#open) this.#settle(key, slot);
    return this.#table;
  }

  /** Writes a draft to the table. A draft that a recipe holds stays open. */
  #settle(key: Key, slot: Slot): object {
    const isHeld = slot.running > 0;
    if (!isHeld) this.#open.delete(key);
    const isCopied = isHeld || this.#isExact;
    const made = (isCopied ? current(slot.draft) : this.#immer.finishDraft(slot.draft)) as object;
    const row = this.#plain(key, made, slot.row, isCopied ? undefined : this.#sharing);
    if (row === slot.row) return row;
    this.#write(this.#sameKey(key, row), slot.row, row);
    slot.row = row;
    return row;
  }

  /** Replaces a row, and drops its draft. */
  #replace(key: Key, row: object): void {
    this.#open.delete(key);
    const before = this.#table.get(key) as object | undefined;
    this.#write(key, before, this.#plain(key, row, before));
  }

  #plain(key: Key, row: object, before: object | undefined, sharing?: Sharing): object {
    return settle(row, before, this.#how, this.#base.shape.name, rowPath(key), sharing) as object;
  }

  #write(key: Key, before: object | undefined, after: object | undefined): void {
    const { shape, indexes } = this.#base;
    if (this.#table === this.#base) this.#table = new Table(shape, this.#base.rows.clone(), indexes);
    const { rows } = this.#table;
    if (after === undefined) rows.delete(key);
    else rows.set(key, after);
    const first = this.#changes.get(key);
    this.#changes.set(key, { before: first === undefined ? before : first.before, after });
    for (const name of shape.indexes) this.#reindex(name, key, before, after);
  }

  #reindex(name: string, key: Key, before: object | undefined, after: object | undefined): void {
    const was = (before as Record<string, unknown> | undefined)?.[name];
    const is = (after as Record<string, unknown> | undefined)?.[name];
    if (before !== undefined && after !== undefined && Object.is(was, is)) return;
    const index = this.#writableIndex(name);
    if (before !== undefined) index.delete(placeOf(was, key));
    if (after !== undefined) index.set(placeOf(is, key), undefined);
  }

  /** Most changes move a row in few indexes, if any. The other indexes stay those of the base. */
  #writableIndex(name: string): IndexMap {
    const { shape, indexes } = this.#base;
    const index = this.#table.indexes.get(name)!;
    if (index !== indexes.get(name)) return index;
    const own = index.clone();
    this.#table = new Table(shape, this.#table.rows, new Map(this.#table.indexes).set(name, own));
    return own;
  }

  #asRow(value: unknown): object {
    if (typeof value === 'object' && value !== null && !isPromise(value)) return value;
    const found = isPromise(value) ? 'a promise' : String(value);
    throw new RefoldError('row.invalid', { collection: this.#base.shape.name, found });
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
