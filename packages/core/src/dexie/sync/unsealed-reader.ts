import type { Database, HeadRow } from '../database.ts';
import { layOut, type Unsealed } from '../pending-batches.ts';

/**
 * Reads the batches that are not sealed. It remembers where it laid out the last one: which commits count depends on
 * the batches before, and reading those again would read their text.
 */
export class UnsealedReader {
  readonly #db: Database;
  #connection: IDBDatabase | undefined;
  #generation = 0;
  #last: Layout | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * The batches after a position, perhaps with some before it. Call it in a transaction over head and out. It awaits
   * nothing but the database, since anything else would end the transaction.
   */
  async readAfter(position: number, head: HeadRow): Promise<Unsealed> {
    const db = this.#db;
    const last = this.#known(head);
    const from = last !== undefined && last.position <= position ? { ...last, writers: [...last.writers] } : head;
    const unsealed = layOut(db.name, from, await db.out.where('n').above(from.batch).toArray());
    const { batches: _, ...end } = unsealed;
    this.#last = end;
    this.#connection = db.backendDB();
    this.#generation = head.generation;
    return unsealed;
  }

  /** The end of the earlier layout, unless it is sealed by now. */
  #known({ batch, generation }: HeadRow): Layout | undefined {
    // After its storage crashes, a browser may come back with less than was read.
    const isValid = this.#connection === this.#db.backendDB() && this.#generation === generation;
    return isValid && this.#last !== undefined && this.#last.batch >= batch ? this.#last : undefined;
  }
}

/** Where the laying out of batches may continue. */
type Layout = Pick<Unsealed, 'position' | 'batch' | 'writers'>;
