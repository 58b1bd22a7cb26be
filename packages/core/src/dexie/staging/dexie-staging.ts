import type { ImportOutcome } from '../../log/commit.ts';
import { v7 } from 'uuid';
import type { Batch, Commit } from '../../log/commit.ts';
import { dedupe } from '../../log/dedupe.ts';
import type { Published, StagedImport } from '../../log/staging.ts';
import { type Database, headOf } from '../database.ts';
import type { Attempt } from '../errors.ts';
import { findEvents, LOOKED_UP } from '../ids/find-events.ts';
import { IdIndex } from '../ids/id-index.ts';
import type { IdTable } from '../ids/id-table.ts';
import { publishStaged } from './publish-staged.ts';
import { sealAll } from '../seal-batches.ts';
import { checkCurrent, findStaged, idsOf, toStageRow } from './staged-rows.ts';
import { tableOfIds } from '../ids/load-id-table.ts';

/** Begins an import into the log in IndexedDB. */
export async function beginImport(db: Database, attempt: Attempt): Promise<StagedImport> {
  // Seal first: nearly all ids are then in segments, whose places do not change.
  await attempt('write', () => sealAll(db));
  const name = v7();
  const begun = await attempt('write', () =>
    db.transaction('rw', [db.head, db.ids, db.stage], async () => {
      await db.stage.clear();
      await db.stage.add({ import: name, n: 0 });
      return tableOfIds(db);
    }),
  );
  return new DexieImport(db, attempt, name, begun);
}

class DexieImport implements StagedImport {
  readonly #db: Database;
  readonly #attempt: Attempt;
  readonly #name: string;
  /** Places of the ids that were sealed when the import began, and of the staged ids. */
  readonly #table: IdTable;
  /** Position of the last event that was sealed then. */
  readonly #position: number;
  readonly #index: IdIndex;
  #rows = 0;

  constructor(
    db: Database,
    attempt: Attempt,
    name: string,
    { table, position }: { readonly table: IdTable; readonly position: number },
  ) {
    this.#db = db;
    this.#attempt = attempt;
    this.#name = name;
    this.#table = table;
    this.#position = position;
    this.#index = new IdIndex(db);
  }

  async stage(commits: readonly Commit[]): Promise<ImportOutcome> {
    const db = this.#db;
    const work = (): PromiseLike<{ readonly outcome: ImportOutcome; readonly ids: Uint8Array | undefined }> =>
      db.transaction('rw', [...LOOKED_UP, 'stage'], async () => {
        await checkCurrent(db, this.#name);
        const known = new Map(await findStaged(db, this.#name, this.#table, commits));
        // Once the log has joined an authority, most of its events may be pending.
        if ((await headOf(db)).sync !== undefined)
          (await findEvents(db, this.#index, idsOf(commits))).forEach((event, id) => known.set(id, event));
        const { commits: sifted, ...outcome } = dedupe(commits, known);
        const fresh = sifted.filter(({ events }) => events.length > 0);
        if (fresh.length === 0) return { outcome, ids: undefined };
        const row = toStageRow(this.#name, this.#rows + 1, fresh);
        await db.stage.add(row);
        return { outcome, ids: row.ids };
      });
    const { outcome, ids } = await this.#attempt('write', work, this.#batch(commits));
    if (ids !== undefined) this.#table.add(ids, -(this.#rows += 1));
    return outcome;
  }

  async publish(): Promise<Published> {
    const [name, rows, table, position, index] = [this.#name, this.#rows, this.#table, this.#position, this.#index];
    try {
      return await this.#attempt('write', () => publishStaged(this.#db, { name, rows, table, position, index }));
    } catch (error) {
      index.forget();
      throw error;
    }
  }

  discard(): Promise<void> {
    const rows = this.#db.stage.where('[import+n]').between([this.#name, 0], [this.#name, Infinity]);
    return this.#attempt('write', () => rows.delete().then(() => undefined));
  }

  /** Describes the batch for the error of a failed write. */
  #batch(commits: readonly Commit[]): Batch {
    return { writer: this.#name, first: 1, commits };
  }
}
