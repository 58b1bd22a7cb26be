import { laterSizes } from '../../log/later-sizes.ts';
import type { Database } from '../database.ts';
import { IdTable } from './id-table.ts';

/**
 * Finds the pending rows that may hold an id. It reads each row once, at the first look-up after the row was stored. A
 * row never gets more ids, and its number is not used again within a generation.
 */
export class PendIndex {
  readonly #db: Database;
  #connection: IDBDatabase | undefined;
  #generation = 0;
  #table = new IdTable();
  /** Numbers of the rows in the table, in order. */
  #rows: number[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * The numbers of the rows, in order. Call it in a transaction over pend. It awaits nothing but the database, since
   * anything else would end the transaction.
   */
  async find(wanted: Uint8Array, generation: number): Promise<readonly number[]> {
    // After its storage crashes, a browser may come back with less than was read.
    if (this.#connection !== this.#db.backendDB() || this.#generation !== generation) this.#begin(generation);
    for (;;) {
      const last = this.#rows.at(-1) ?? -Infinity;
      const rows = await this.#db.pend.where('n').above(last).limit(laterSizes.batchesSealed).toArray();
      for (const { n, ids } of rows) this.#table.add(ids, this.#rows.push(n));
      if (rows.length < laterSizes.batchesSealed) break;
    }
    return Array.from(this.#table.find(wanted), (place) => this.#rows[place - 1]!).sort((a, b) => a - b);
  }

  /** Forgets what a transaction read that then failed: it may have been its own. */
  forget(): void {
    this.#connection = undefined;
  }

  #begin(generation: number): void {
    this.#connection = this.#db.backendDB();
    this.#generation = generation;
    this.#table = new IdTable();
    this.#rows = [];
  }
}
