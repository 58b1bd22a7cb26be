import { current, type Immer } from 'immer';
import { RefoldError } from '../../errors/refold-error.ts';
import { type Plainness, rowPath, settle, Sharing } from '../plain.ts';
import type { AnyRow, Key, Page, Range, RowsDraft } from './rows.ts';
import { isPromise } from '../synchronous.ts';
import { type IndexMap, placeOf, Table } from './table.ts';

/** What happened to a row in a batch; undefined where there was, or is, none. */
export interface RowChange {
  readonly before: object | undefined;
  readonly after: object | undefined;
}
/** The rows that a batch changed, by key. */
export type RowChanges = ReadonlyMap<Key, RowChange>;

/** A row being drafted: `row` is what stands in the table for it, `running` how many recipes have the draft in hand. */
interface Slot {
  readonly draft: object;
  row: object;
  running: number;
}

/**
 * A table being written. Rows that are updated stay Immer drafts until somebody reads them or the batch ends, so that a row
 * changed by many events of a batch is copied once. Where a part of a row was moved into another row, finishing the first draft
 * spoils the second, and settling that one throws, or the two share it, and finishing throws. Then the events are to be folded
 * one by one with `isExact`: that copies out what drafts hold and finishes none.
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
  /** Whether all rows were deleted at once: what became of each is then not said. */
  #isCleared = false;

  /** `how`: what becomes of rows as they come in. */
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

  /** Over the rows as they are when the iteration begins, so that they may be changed meanwhile. */
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
        // Seen now, not when the draft is settled: that is sooner or later, as the batches fall.
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

  /** The table and what changed in it; `isBatch`: by more than one event. The draft is not to be used after. */
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

  /** Brings the table up to date with a draft. A draft that a recipe has in hand lives on. */
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

  /** Puts a row in the place of what is there; a draft of that is forgotten. */
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

  /** Most changes move a row in few indexes, if in any: the others stay those of the base. */
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
