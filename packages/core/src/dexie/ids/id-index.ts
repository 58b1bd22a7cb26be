import { laterSizes } from '../../log/later-sizes.ts';
import type { Database } from '../database.ts';
import { IdTable } from './id-table.ts';
import { addSealed } from './load-id-table.ts';

/** Where wanted ids may be: segments by the position of their first event, batches by their number. */
export interface Places {
  readonly segments: Iterable<number>;
  readonly batches: Iterable<number>;
}

/**
 * Finds the stored rows that may hold an id, without reading their text. It reads the ids of a row once, at the first
 * look-up after it was stored. So a look-up costs only the rows since the last one, and a log without look-ups costs
 * nothing.
 */
export class IdIndex {
  readonly #db: Database;
  #connection: IDBDatabase | undefined;
  #sealed = new IdTable();
  /** First position of the last segment, which may still grow. */
  #tail = 0;
  /** Ids by batch number: batches before `#turn`, and those from it on. Some may be sealed by now. */
  #older = new IdTable();
  #newer = new IdTable();
  #turn = 1;
  /** The next batch to read. */
  #next = 1;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Call it in a transaction over ids and out. It awaits nothing but the database, since anything else would end the
   * transaction.
   */
  async find(wanted: Uint8Array): Promise<Places> {
    // After its storage crashes, a browser may come back with less than was read.
    if (this.#connection !== this.#db.backendDB()) this.#begin();
    this.#tail = await addSealed(this.#db, this.#sealed, this.#tail);
    await this.#readBatches();
    const batches = [...this.#older.find(wanted), ...this.#newer.find(wanted)];
    return { segments: this.#sealed.find(wanted), batches };
  }

  /** Adds the ids of a batch that was written here, so that it need not be read. */
  noteWritten(n: number, ids: Uint8Array): void {
    if (n !== this.#next || this.#connection !== this.#db.backendDB()) return;
    this.#newer.add(ids, n);
    this.#next = n + 1;
  }

  #begin(): void {
    this.#connection = this.#db.backendDB();
    this.#sealed = new IdTable();
    this.#older = new IdTable();
    this.#newer = new IdTable();
    this.#tail = 0;
    this.#turn = this.#next = 1;
  }

  async #readBatches(): Promise<void> {
    const { out } = this.#db;
    const [first = this.#next] = await out.toCollection().limit(1).primaryKeys();
    if (first >= this.#turn) {
      // The older batches are all sealed.
      this.#older = this.#newer;
      this.#newer = new IdTable();
      this.#turn = this.#next;
    }
    for (;;) {
      const rows = await out.where('n').aboveOrEqual(this.#next).limit(laterSizes.batchesSealed).toArray();
      for (const { n, ids } of rows) {
        this.#newer.add(ids, n);
        this.#next = n + 1;
      }
      if (rows.length < laterSizes.batchesSealed) return;
    }
  }
}
