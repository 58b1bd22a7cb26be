import { RefoldError } from '../errors/refold-error.ts';
import { loadPart } from '../errors/load-part.ts';
import { absentLog } from '../log/absent-log.ts';
import type { Batch } from '../log/commit.ts';
import type { Compactable, Compacted, CompactionPlan } from '../log/compaction.ts';
import type { Appended, EventLog, LogHead, LogPage, ReadOptions } from '../log/event-log.ts';
import type { SnapshotStore } from '../log/snapshot-store.ts';
import type { Staging } from '../log/staging.ts';
import type { SyncedLog } from '../log/synced-log.ts';
import { addRow, forceToDisk, toRow } from './add-row.ts';
import { Connection, type FaultListener } from './connection.ts';
import { type Database, headOf } from './database.ts';
import { dexieSnapshots } from './snapshots/dexie-snapshots.ts';
import { type Attempt, toLogError } from './errors.ts';
import type { EventLookUp } from './ids/event-look-up.ts';
import { type DexieLogOptions, isOnServer } from './options.ts';
import { readPage } from './read-page.ts';
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
  readonly #preloadSnapshots: () => void;
  readonly staging: Staging;
  #lookUp: EventLookUp | undefined;
  /** Number of the next commit of each writer that appends here. */
  readonly #next = new Map<string, number>();

  readonly #attempt: Attempt = (what, work, batch) => this.#do(what, work, batch);

  constructor(name: string, options: DexieLogOptions) {
    this.name = name;
    this.#connection = new Connection(name, options);
    this.#db = this.#connection.db;
    const { store, preload } = dexieSnapshots(this.#db, this.#attempt);
    this.snapshots = store;
    this.#preloadSnapshots = preload;
    // Most pages never import a file, so this code loads on demand.
    this.staging = {
      begin: async () =>
        (await loadPart('staging', () => import('./staging/dexie-staging.ts'))).beginImport(this.#db, this.#attempt),
    };
  }

  get isKnown(): boolean {
    return this.#connection.isKnown;
  }

  async open(): Promise<LogHead> {
    if (this.isKnown) this.#preloadSnapshots();
    const db = this.#db;
    const [head, rows] = await this.#do('open', () =>
      db.transaction('r', [db.head, db.out], () => Promise.all([headOf(db), db.out.toArray()])),
    );
    const { id, floor, undoHorizon, sync } = head;
    const { position } = sync ? head : layOut(this.name, head, rows);
    return { id, position, floor, undoHorizon, unsealed: rows.length };
  }

  async append(batch: Batch): Promise<Appended> {
    this.#checkOrder(batch);
    const row = toRow(batch, batch.commits);
    return this.#noteWritten(batch, await this.#do('write', () => addRow(this.#db, row), batch));
  }

  async import(batch: Batch): ReturnType<EventLog['import']> {
    const lookUp = await this.#loadLookUp();
    this.#checkOrder(batch);
    const { n, ...outcome } = await this.#do('write', () => lookUp.import(batch), batch);
    return { ...this.#noteWritten(batch, n), ...outcome };
  }

  flush(): Promise<void> {
    return this.#do('write', () => forceToDisk(this.#db));
  }

  read(options: ReadOptions): Promise<LogPage> {
    return this.#do('read', () => readPage(this.#db, options));
  }

  async find(ids: readonly string[]): ReturnType<EventLog['find']> {
    if (ids.length === 0) return this.#do('read', async () => new Map());
    const lookUp = await this.#loadLookUp();
    return this.#do('read', () => lookUp.find(ids));
  }

  async seal(): Promise<void> {
    const part = await loadMaintenance().catch(() => {
      // Sealing waits for the next call. Until then, reading is only slower.
    });
    if (part !== undefined) await this.#do('write', () => part.sealAll(this.#db));
  }

  async compact(plan: (log: Compactable) => CompactionPlan): Promise<Compacted> {
    const part = await loadMaintenance();
    return this.#do('write', () => part.compactLog(this.#db, plan));
  }

  async sync(): Promise<SyncedLog> {
    const { dexieSync } = await loadPart('tabs', () => import('./sync/dexie-sync.ts'));
    return dexieSync(this.#db, this.#attempt);
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

  /** Awaited before a transaction begins: Dexie ends one that awaits anything else. */
  async #loadLookUp(): Promise<EventLookUp> {
    const part = await loadPart('look-up of event ids', () => import('./ids/event-look-up.ts'));
    return (this.#lookUp ??= new part.EventLookUp(this.#db));
  }

  #checkOrder({ writer, first }: Batch): void {
    const expected = this.#next.get(writer) ?? first;
    if (first > expected) throw new RefoldError('log.gap', { writer, expected, found: first });
  }

  #noteWritten({ writer, first, commits }: Batch, row: number): Appended {
    this.#next.set(writer, Math.max(this.#next.get(writer) ?? 0, first + commits.length));
    return { row };
  }
}

const loadMaintenance = () => loadPart('maintenance', () => import('./maintenance.ts'));
