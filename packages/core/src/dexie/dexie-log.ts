import { RefoldError } from '../errors/refold-error.ts';
import { loadPart } from '../errors/load-part.ts';
import { absentLog } from '../log/absent-log.ts';
import type { Batch, Commit } from '../log/commit.ts';
import type { Compactable, Compacted, CompactionPlan } from '../log/compaction.ts';
import type { Appended, EventLog, LogHead, LogPage, ReadOptions } from '../log/event-log.ts';
import { dedupe } from '../log/dedupe.ts';
import type { SnapshotStore } from '../log/snapshot-store.ts';
import type { Staging } from '../log/staging.ts';
import { toText } from '../log/commit-lines.ts';
import { addRow, forceToDisk } from './add-row.ts';
import { compactLog } from './compact-log.ts';
import { Connection, type FaultListener } from './connection.ts';
import { type Database, headOf, type OutRow } from './database.ts';
import { type Attempt, dexieSnapshots } from './dexie-snapshots.ts';
import { toLogError } from './errors.ts';
import { findEvents } from './find-events.ts';
import { packIds } from './id-block.ts';
import { IdIndex } from './id-index.ts';
import { type DexieLogOptions, isOnServer } from './options.ts';
import { readPage } from './read-page.ts';
import { sealBatches } from './seal-batches.ts';
import { layOut } from './pending-batches.ts';

/**
 * Creates a log in an IndexedDB database of this name, through Dexie. An append writes one row: a batch of commits as
 * JSON. Several tabs may open it at once.
 *
 * On a server, with neither IndexedDB nor a browser, it returns an empty log. A store over it is ready at once, and
 * appends reject with `log.absent`. In a browser without IndexedDB, opening rejects with `log.open_failed`.
 *
 * @example
 * const store = createStore({ events, views, log: dexieLog('shop') });
 */
export function dexieLog(name: string, options: DexieLogOptions = {}): EventLog {
  return isOnServer(options) ? absentLog(name) : new DexieLog(name, options);
}

class DexieLog implements EventLog {
  readonly name: string;
  readonly isOnDevice = true;
  readonly #connection: Connection;
  readonly #db: Database;
  readonly snapshots: SnapshotStore;
  readonly staging: Staging;
  readonly #index: IdIndex;
  /** Number of the next commit of each writer that appends here. */
  readonly #next = new Map<string, number>();
  /** The last batch that was read or written here, and the head of the log after it. */
  #known = { batch: 0, position: 0 };

  constructor(name: string, options: DexieLogOptions) {
    this.name = name;
    this.#connection = new Connection(name, options);
    this.#db = this.#connection.db;
    this.#index = new IdIndex(this.#db);
    const attempt: Attempt = (what, work, batch) => this.#do(what, work, batch);
    this.snapshots = dexieSnapshots(this.#db, attempt);
    // Most pages never import a file, so this code loads on demand.
    this.staging = {
      begin: async () => (await loadPart('staging', () => import('./dexie-staging.ts'))).beginImport(this.#db, attempt),
    };
  }

  async open(): Promise<LogHead> {
    const db = this.#db;
    const [head, rows] = await this.#do('open', () =>
      db.transaction('r', [db.head, db.out], () => Promise.all([headOf(db), db.out.toArray()])),
    );
    const { id, floor, undoHorizon } = head;
    return { id, position: layOut(this.name, head, rows).position, floor, undoHorizon, unsealed: rows.length };
  }

  async append(batch: Batch): Promise<Appended> {
    this.#checkOrder(batch);
    const row = toRow(batch, batch.commits);
    const n = await this.#do('write', () => addRow(this.#db, row), batch);
    return this.#noteWritten(batch, n, row.events);
  }

  async import(batch: Batch): ReturnType<EventLog['import']> {
    this.#checkOrder(batch);
    const db = this.#db;
    const ids = batch.commits.flatMap((commit) => commit.events.map((event) => event.id));
    const { duplicates, conflicts, n, row } = await this.#do(
      'write',
      () =>
        db.transaction('rw', [db.out, db.segments, db.ids], async () => {
          const found = dedupe(batch.commits, await findEvents(db, this.#index, ids));
          const row = toRow(batch, found.commits);
          return { ...found, n: await db.out.add(row as OutRow), row };
        }),
      batch,
    );
    this.#index.noteWritten(n, row.ids);
    return { ...this.#noteWritten(batch, n, row.events), duplicates, conflicts };
  }

  flush(): Promise<void> {
    return this.#do('write', () => forceToDisk(this.#db));
  }

  async read(options: ReadOptions): Promise<LogPage> {
    const { batch, ...page } = await this.#do('read', () => readPage(this.#db, options));
    this.#known = { batch, position: page.head };
    return page;
  }

  find(ids: readonly string[]): ReturnType<EventLog['find']> {
    const db = this.#db;
    // Dexie keeps a transaction open across awaits only in a function that it recognises as async.
    const read = async (): ReturnType<typeof findEvents> => findEvents(db, this.#index, ids);
    // Dexie rejects a transaction without requests.
    if (ids.length === 0) return this.#do('read', async () => new Map());
    return this.#do('read', () => db.transaction('r', [db.out, db.segments, db.ids], read));
  }

  async seal(): Promise<void> {
    let left: number;
    do left = await this.#do('write', () => sealBatches(this.#db));
    while (left > 0);
  }

  async compact(plan: (log: Compactable) => CompactionPlan): Promise<Compacted> {
    // Seal first: compaction drops whole segments, and much may be unsealed before the undo horizon.
    await this.seal();
    return this.#do('write', () => compactLog(this.#db, plan));
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  destroy(): Promise<void> {
    return this.#try('open', () => this.#connection.destroy());
  }

  onFault(listener: FaultListener): void {
    this.#connection.onFault = listener;
  }

  #do<T>(what: 'open' | 'read' | 'write', work: () => PromiseLike<T>, batch?: Batch): Promise<T> {
    return this.#try(what, () => this.#connection.use(work), batch);
  }

  async #try<T>(what: 'open' | 'read' | 'write', work: () => PromiseLike<T>, batch?: Batch): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toLogError(this.name, what, error, batch);
    }
  }

  #checkOrder({ writer, first }: Batch): void {
    const expected = this.#next.get(writer) ?? first;
    if (first > expected) throw new RefoldError('log.gap', { writer, expected, found: first });
  }

  /** Batch numbers have no gaps: if the number is not the next one, another opener wrote in between. */
  #noteWritten({ writer, first, commits, after }: Batch, batch: number, events: number): Appended {
    const isNew = first === (this.#next.get(writer) ?? 1);
    this.#next.set(writer, Math.max(this.#next.get(writer) ?? 0, first + commits.length));
    const follows = isNew && batch === this.#known.batch + 1 && after === this.#known.position;
    if (follows) this.#known = { batch, position: after + events };
    return { follows };
  }
}

function toRow({ writer, first, commits: { length } }: Batch, commits: readonly Commit[]): Omit<OutRow, 'n'> {
  const ids = commits.flatMap((commit) => commit.events.map((event) => event.id));
  return { writer, first, commits: length, events: ids.length, ids: packIds(ids), text: toText(commits) };
}
