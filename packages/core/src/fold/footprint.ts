import type { CollectionDefinition } from '../model/collection.ts';
import type { AnyRow, Key, Page, Range, RowsDraft } from '../model/table/rows.ts';
import type { Steps } from './work-steps.ts';

/** What reducers of a collection read and wrote over some events. */
export interface Footprint {
  /** The keys of all rows that they looked up, put, updated or deleted, present or not. */
  readonly keys: ReadonlySet<Key>;
  /** Whether they read rows that no key names: a range, all rows, their number. */
  readonly isWide: boolean;
  readonly isCleared: boolean;
  /** Position of the last event. */
  readonly end: number;
}

/** Folds a collection, and notes what its reducers read and write. */
export class FootprintRecorder {
  readonly #model: CollectionDefinition;
  #into = new Recording();

  constructor(model: CollectionDefinition) {
    const { '~shape': shape, '~handlers': handlers } = model;
    this.#model = {
      ...model,
      '~handlers': new Map(
        Array.from(handlers, ([type, reduce]) => [
          type,
          (rows: AnyDraft, event) => reduce(new RecordedRows(rows, shape.key, this.#into), event),
        ]),
      ),
    };
  }

  *record<T>(run: (model: CollectionDefinition) => Steps<T>): Steps<{
    readonly result: T;
    readonly footprint: Omit<Footprint, 'end'>;
  }> {
    this.#into = new Recording();
    const result = yield* run(this.#model);
    const { keys, isWide, isCleared } = this.#into;
    return { result, footprint: { keys, isWide, isCleared } };
  }
}

class Recording {
  readonly keys = new Set<Key>();
  isWide = false;
  isCleared = false;
}

type AnyDraft = RowsDraft<AnyRow, Key, string>;

class RecordedRows implements AnyDraft {
  readonly #rows: AnyDraft;
  readonly #keyOf: (row: AnyRow) => Key;
  readonly #into: Recording;

  constructor(rows: AnyDraft, keyOf: (row: AnyRow) => Key, into: Recording) {
    this.#rows = rows;
    this.#keyOf = keyOf;
    this.#into = into;
  }

  get size(): number {
    return this.#wide().size;
  }

  get(key: Key): AnyRow {
    return this.#at(key).get(key);
  }

  where(index: string, is: unknown, page?: Page): readonly AnyRow[] {
    return this.#wide().where(index, is, page);
  }

  range(keys?: Range<Key>, page?: Page): readonly AnyRow[] {
    return this.#wide().range(keys, page);
  }

  [Symbol.iterator](): Iterator<AnyRow> {
    return this.#wide()[Symbol.iterator]();
  }

  put(row: AnyRow): void {
    this.#rows.put(row);
    this.#into.keys.add(this.#keyOf(row));
  }

  update(key: Key, recipe: (row: AnyRow) => unknown): void {
    this.#at(key).update(key, recipe);
  }

  delete(key: Key): void {
    this.#at(key).delete(key);
  }

  clear(): void {
    this.#into.isCleared = true;
    this.#wide().clear();
  }

  #at(key: Key): AnyDraft {
    this.#into.keys.add(key);
    return this.#rows;
  }

  #wide(): AnyDraft {
    this.#into.isWide = true;
    return this.#rows;
  }
}
