import type { Database, IdsRow, OutRow } from './database.ts';
import { IdTable } from './id-table.ts';

/** Rows read in one go. */
const ROWS_AT_ONCE = 100;

/** Where wanted ids may be: segments by the position of their first event, batches by their number. */
export interface Places {
  readonly segments: readonly number[];
  readonly batches: readonly number[];
}

/**
 * Finds the stored pieces that may hold an id, without reading their text. It is filled by the first look-up, with some 20
 * bytes an id, and reads only what is new after that, so the cost of a look-up does not grow with the log.
 */
export class IdIndex {
  readonly #db: Database;
  /** Where ids are: the first position of a segment, or the number of a batch, negated, until that is sealed. */
  readonly #table = new IdTable();
  /** The last segment that was read, by its first position: it may have grown since. */
  #tail: IdsRow | undefined;
  /** The number of the last batch that was read. */
  #batch = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * To be called within a transaction over ids and out, with a block of ids. It awaits nothing but the database, since
   * anything else would let the transaction end; calls of its own that await would be too much for Dexie.
   */
  async find(wanted: Uint8Array): Promise<Places> {
    const { ids, out } = this.#db;
    for (let isMore = true; isMore;) {
      const rows: readonly OutRow[] = await out.where('n').above(this.#batch).limit(ROWS_AT_ONCE).toArray();
      this.#noteBatches(rows);
      isMore = rows.length === ROWS_AT_ONCE;
    }
    // After the batches: those that were sealed since they were read are in segments by now.
    for (let isMore = true; isMore;) {
      const first = this.#tail?.first ?? 0;
      const rows = await ids.where('first').aboveOrEqual(first).limit(ROWS_AT_ONCE).toArray();
      this.#noteSegments(rows);
      isMore = rows.length === ROWS_AT_ONCE;
    }
    const places = [...this.#table.placesOf(wanted)];
    return {
      segments: places.filter((place) => place > 0),
      batches: places.filter((place) => place < 0).map((place) => -place),
    };
  }

  #noteBatches(rows: readonly OutRow[]): void {
    for (const { n, ids } of rows) {
      this.#table.add(ids, -n);
      this.#batch = n;
    }
  }

  #noteSegments(rows: readonly IdsRow[]): void {
    for (const row of rows) {
      if (row.first === this.#tail?.first && row.ids.length === this.#tail.ids.length) continue;
      this.#table.add(row.ids, row.first);
      this.#tail = row;
    }
  }
}
