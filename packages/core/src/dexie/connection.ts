import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import { v7 } from 'uuid';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import { Database, FORMAT, headOf, type StoredHead } from './database.ts';
import { hasName, NO_SPACE, toLogError } from './errors.ts';
import { Hint } from './identity-hint.ts';
import { type DexieLogOptions, platformTimer } from './options.ts';

/** Called with the error that the next write would get; with undefined when writes would work again. */
export type FaultListener = (fault: RefoldError | undefined) => void;

/**
 * The one connection to a log's database. A connection belongs to one database for life, so it checks the log's
 * identity when it opens and never at a write. It never silently recreates a database that is gone.
 */
export class Connection {
  readonly db: Database;
  readonly #hint: Hint;
  readonly #options: DexieLogOptions;
  /** Identity of the log that was first opened or looked for. */
  #identity: string | undefined;
  #opening: Promise<void> | undefined;
  #deleting: Promise<void> | undefined;
  #isOpen = false;
  #isClosed = false;
  /** Whether the name now belongs to another log. */
  #isReplaced = false;
  /** Transactions that have not ended in time. */
  #stuck = 0;
  onFault: FaultListener | undefined;

  constructor(name: string, options: DexieLogOptions) {
    this.#options = options;
    this.#hint = new Hint(name, options.hints);
    this.db = new Database(name, options);
    // Runs in the transaction that creates the database. If a log was expected here, leave out the head row: it is
    // lost.
    this.db.on('populate', (transaction) => {
      this.#identity ??= this.#hint.identity;
      if (this.#identity !== undefined) throw this.#lost();
      const { undoHorizon = DEFAULT_UNDO_HORIZON } = options;
      const start = { position: 0, batch: 0, floor: 0, writers: [] };
      const head: StoredHead = { key: 'head', format: FORMAT, id: v7(), ...start, undoHorizon };
      return transaction.table('head').put(head);
    });
    // Sticky: runs also when Dexie reconnects by itself.
    this.db.on('ready', (db) => this.#check(db as Database), true);
    this.db.on('close', () => this.#closed());
  }

  /** Whether the log was opened here before. */
  get isKnown(): boolean {
    return this.#hint.identity !== undefined;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Runs work at once if connected, and once more on a new connection if the platform fails it. Repeating a write is
   * safe: a failed transaction changes nothing, and a repeated batch counts once.
   */
  async use<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#isClosed) throw new RefoldError('log.closed', { log: this.db.name });
    let used: unknown = null;
    try {
      if (!this.#isOpen) await this.open();
      used = this.db.backendDB();
      return await this.#watched(work());
    } catch (error) {
      const isBroken = BROKEN.some((name) => hasName(error, name)) && !hasName(error, NO_SPACE);
      if (this.#isClosed || !isBroken) throw error;
      // Other work that failed on the same connection may have replaced it already.
      if (this.db.backendDB() === used) this.db.close({ disableAutoOpen: false });
      await this.open();
      return this.#watched(work());
    }
  }

  /**
   * Reports a transaction that does not end in time, and that it has ended after all. The transaction goes on: it may
   * wait for one of a suspended tab, and then still takes effect.
   */
  async #watched<T>(work: PromiseLike<T>): Promise<T> {
    const { transactionTimeoutMs: afterMs = 10_000, timer = platformTimer } = this.#options;
    let isStuck = false;
    const cancel = timer(() => {
      isStuck = true;
      this.#stuck += 1;
      this.onFault?.(new RefoldError('log.blocked', { log: this.db.name, action: 'use', afterMs }));
    }, afterMs);
    try {
      const result = await work;
      if (isStuck && this.#stuck === 1) this.onFault?.(undefined);
      return result;
    } finally {
      cancel();
      if (isStuck) this.#stuck -= 1;
    }
  }

  /** Connects, or joins the attempt in progress. Rejects with `log.blocked` after a timeout; the attempt continues. */
  open(): Promise<void> {
    if (this.#isOpen) return Promise.resolve();
    this.#opening ??= this.#open();
    return this.#within(this.#opening, 'open');
  }

  close(): void {
    this.#isClosed = true;
    // Dexie would leak a connection that is still opening, so let it finish first.
    if (this.#opening === undefined) this.db.close();
  }

  /**
   * Deletes the database, or joins the deletion in progress. After that, the name may belong to a new log of another
   * tab that waited for the deletion.
   */
  async destroy(): Promise<void> {
    // An open connection holds its own log. If it is not open, the name may belong to another log by now.
    const isSure = this.#isOpen || this.#identity === undefined;
    this.close();
    this.#deleting ??= this.#delete(isSure);
    await this.#within(this.#deleting, 'delete');
  }

  async #open(): Promise<void> {
    try {
      await this.db.open();
      this.#isOpen = true;
    } finally {
      this.#opening = undefined;
      if (this.#isClosed) this.db.close();
    }
  }

  /**
   * Removes the hint first, so that a deliberate deletion is not reported as a loss; and once more in case another tab
   * re-created it.
   */
  async #delete(isSure: boolean): Promise<void> {
    const identity = this.#identity ?? this.#hint.identity;
    const forget = (): void => {
      if (this.#hint.identity === identity) this.#hint.forget();
    };
    try {
      // Another tab made this log after a loss. It is not ours to delete.
      const isAnother = !isSure && (await this.#isAnother());
      forget();
      if (isAnother) return;
      await this.db.delete();
    } catch (error) {
      this.#deleting = undefined;
      throw error;
    }
    forget();
  }

  /** Whether the name now belongs to another log. */
  async #isAnother(): Promise<boolean> {
    this.#isReplaced = false;
    // A database that cannot be opened is not another log: it is gone, emptied or newer.
    await Promise.allSettled([this.db.open()]);
    this.db.close();
    return this.#isReplaced;
  }

  async #check(db: Database): Promise<void> {
    const head = await headOf(db);
    const hint = this.#hint.identity ?? head.id;
    // A log newer than the hint was made after its predecessor was given up, since nothing replaces a log that is
    // missed. A killed browser may have lost the latest hint. Identities ascend with time.
    this.#identity ??= hint < head.id ? head.id : hint;
    this.#isReplaced = head.id !== this.#identity;
    if (this.#isReplaced) throw this.#lost();
    this.#hint.remember(head.id);
  }

  /**
   * The browser closed the connection, or another tab needs it to delete or upgrade. Reconnects at once to find out.
   */
  #closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#isClosed) return;
    // Deferred, since Dexie is still closing. Tried twice, since a browser that is clearing storage refuses the first
    // attempt.
    this.#opening = Promise.resolve().then(() => this.#open());
    this.#tellOf(
      this.#within(this.#opening, 'open').catch((error: unknown) => {
        if (isRefoldError(error)) throw error;
        return this.open();
      }),
    );
  }

  #tellOf(opening: PromiseLike<void>): void {
    opening.then(
      () => this.onFault?.(undefined),
      (cause: unknown) => this.onFault?.(toLogError(this.db.name, 'open', cause)),
    );
  }

  #lost(): RefoldError {
    return new RefoldError('log.lost', { log: this.db.name });
  }

  #within(work: PromiseLike<void>, action: 'open' | 'delete'): Promise<void> {
    const { openTimeoutMs: afterMs = 5_000, timer = platformTimer } = this.#options;
    return new Promise((resolve, reject) => {
      const cancel = timer(() => {
        reject(new RefoldError('log.blocked', { log: this.db.name, action, afterMs }));
        // Report the late outcome to listeners that consider the log blocked.
        if (action === 'open') this.#tellOf(work);
      }, afterMs);
      work.then(resolve, reject).then(cancel, cancel);
    });
  }
}

/**
 * Error names that the platform and Dexie use for a closed or broken connection. `AbortError`: a transaction that this
 * code did not abort. `UnknownError`: WebKit, after its database process ended.
 */
const BROKEN = ['InvalidStateError', 'DatabaseClosedError', 'AbortError', 'UnknownError'];
