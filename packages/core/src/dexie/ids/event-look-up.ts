import type { Batch, ImportOutcome } from '../../log/commit.ts';
import type { KnownEvents } from '../../log/event-log.ts';
import { dedupe } from '../../log/dedupe.ts';
import { toRow } from '../add-row.ts';
import type { Database, OutRow } from '../database.ts';
import { findEvents, LOOKED_UP } from './find-events.ts';
import { IdIndex } from './id-index.ts';

/** What became of an import, and the number of its batch. */
export interface Imported extends ImportOutcome {
  readonly n: number;
}

/** Finds stored events by their ids, and stores the new ones of an import. Loaded when first asked. */
export class EventLookUp {
  readonly #db: Database;
  readonly #index: IdIndex;

  constructor(db: Database) {
    this.#db = db;
    this.#index = new IdIndex(db);
  }

  /** Finds some events. Dexie rejects a transaction without requests, so give it at least one id. */
  find(ids: readonly string[]): PromiseLike<KnownEvents> {
    const db = this.#db;
    // Dexie keeps a transaction open across awaits only in a function that it recognises as async.
    const read = async (): Promise<KnownEvents> => findEvents(db, this.#index, ids);
    return db.transaction('r', LOOKED_UP, read);
  }

  async import(batch: Batch): Promise<Imported> {
    const db = this.#db;
    const ids = batch.commits.flatMap((commit) => commit.events.map((event) => event.id));
    const { duplicates, conflicts, n, row } = await db.transaction('rw', LOOKED_UP, async () => {
      const found = dedupe(batch.commits, await findEvents(db, this.#index, ids));
      const added = toRow(batch, found.commits);
      return { ...found, n: await db.out.add(added as OutRow), row: added };
    });
    this.#index.noteWritten(n, row.ids);
    return { duplicates, conflicts, n };
  }
}
