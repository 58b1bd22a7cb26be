import { laterSizes } from '../../log/later-sizes.ts';
import { type Database, headOf, type HeadRow } from '../database.ts';
import { IdTable } from './id-table.ts';
import { PendIndex } from './pend-index.ts';
import { addSealed } from './load-id-table.ts';

/** Where wanted ids may be: segments by the position of their first event, batches by their number. */
export interface Places {
  readonly segments: Iterable<number>;
  readonly batches: readonly number[];
  /** Rows of pending commits by their number. */
  readonly pending: Iterable<number>;
  readonly head: HeadRow;
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
  #generation = 0;
  readonly #pending: PendIndex;

  constructor(db: Database) {
    this.#db = db;
    this.#pending = new PendIndex(db);
  }

  /**
   * Call it in a transaction over head, ids, out and pend. It awaits nothing but the database, since anything else
   * would end the transaction.
   */
  async find(wanted: Uint8Array): Promise<Places> {
    const head = await headOf(this.#db);
    const { generation, sync } = head;
    // After its storage crashes, a browser may come back with less than was read.
    if (this.#connection !== this.#db.backendDB() || this.#generation !== generation) this.#begin(generation);
    this.#tail = await addSealed(this.#db, this.#sealed, this.#tail);
    await this.#readBatches();
    const batches = [...this.#older.find(wanted), ...this.#newer.find(wanted)];
    const pending = sync === undefined ? [] : await this.#pending.find(wanted, generation);
    return { segments: this.#sealed.find(wanted), batches, pending, head };
  }

  /** Adds the ids of a batch that was written here, so that it need not be read. */
  noteWritten(n: number, ids: Uint8Array): void {
    if (n !== this.#next || this.#connection !== this.#db.backendDB()) return;
    this.#newer.add(ids, n);
    this.#next = n + 1;
  }

  /** Forgets what a transaction read that then failed: it may have been its own. */
  forget(): void {
    this.#connection = undefined;
    this.#pending.forget();
  }

  #begin(generation: number): void {
    this.#connection = this.#db.backendDB();
    this.#generation = generation;
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
