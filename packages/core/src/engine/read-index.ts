import { type Read, type Reading, touches } from './reads.ts';
import type { Changes } from './world.ts';

type Readers<K> = Map<K, Set<Reading>>;

/**
 * Who is to be asked after a change, found by what they have read: a changed row costs those who read that row, and a test of
 * each range, however many others there are. It may name one whom the change does not concern, and never misses one.
 */
export class ReadIndex {
  /** All of them, with their reads as they stand in here. Queries are among them while somebody reads them. */
  readonly #reads = new Map<Reading, readonly Read[]>();
  readonly #queries: Readers<unknown> = new Map();
  /** By read model, those who read a row, by its key, and those who read more. */
  readonly #models = new Map<string, { readonly rows: Readers<unknown>; readonly rest: Readers<Read> }>();

  get size(): number {
    return this.#reads.size;
  }

  has(reading: Reading): boolean {
    return this.#reads.has(reading);
  }

  /** Takes in what one has read, in the place of what it read before. */
  put(reading: Reading): void {
    this.#replace(reading, reading.reads ?? ANYTHING);
  }

  delete(reading: Reading): void {
    this.#replace(reading, []);
    this.#reads.delete(reading);
  }

  /** Whom changes may concern, directly or through queries, those too; all, where it cannot be said what has changed. */
  concerned(batches: readonly Changes[] | undefined): ReadonlySet<Reading> {
    if (batches === undefined) return new Set(this.#reads.keys());
    const found = new Set<Reading>();
    const add = (readers: Iterable<Reading> = []): void => {
      for (const reader of readers) found.add(reader);
    };
    add(this.#models.get('')?.rest.get(ANYTHING[0]!));
    for (const changes of batches) {
      for (const [name, change] of changes) {
        const model = this.#models.get(name);
        if (model === undefined) continue;
        if (change === 'whole') model.rows.forEach(add);
        else if (model.rows.size > 0) for (const key of change.keys()) add(model.rows.get(key));
        for (const [read, readers] of model.rest) if (touches(read, changes)) add(readers);
      }
    }
    // It grows while it is gone through: a query may be read by queries.
    for (const reading of found) add(this.#queries.get(reading));
    return found;
  }

  #replace(reading: Reading, reads: readonly Read[]): void {
    const before = this.#reads.get(reading) ?? [];
    if (before === reads) return;
    this.#reads.set(reading, reads);
    for (const read of before) {
      const [readers, key] = this.#place(read);
      readers.get(key)?.delete(reading);
    }
    for (const read of reads) {
      const [readers, key] = this.#place(read);
      if (readers.get(key)?.add(reading) !== undefined) continue;
      readers.set(key, new Set([reading]));
      if (read.kind === 'query') this.put(read.query);
    }
    // Last, so that a query that is read again stays.
    for (const read of before) {
      const [readers, key] = this.#place(read);
      if (readers.get(key)?.size !== 0) continue;
      readers.delete(key);
      if (read.kind === 'query') this.delete(read.query);
    }
  }

  #place(read: Read): readonly [Readers<unknown>, unknown] {
    if (read.kind === 'query') return [this.#queries, read.query];
    let model = this.#models.get(read.model);
    if (model === undefined) this.#models.set(read.model, (model = { rows: new Map(), rest: new Map() }));
    return read.kind === 'row' ? [model.rows, read.key] : [model.rest as Readers<unknown>, read];
  }
}

/** In the place of reads that cannot be said: of no read model, and found at every change. */
const ANYTHING: readonly Read[] = [{ kind: 'whole', model: '', value: undefined }];
