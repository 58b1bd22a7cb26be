import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import { v7 } from 'uuid';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import { Database, FORMAT, headOf, type HeadRow } from './database.ts';
import { hasName, NO_SPACE, toLogError } from './errors.ts';
import { Hint } from './identity-hint.ts';
import { type DexieLogOptions, platformTimer } from './options.ts';

/** Told, without asking, what the next write would give; undefined when it would work again. */
export type FaultListener = (fault: RefoldError | undefined) => void;

/**
 * The one connection to a log's database. A connection belongs to one database for as long as it lives, so whose log it
 * is is checked whenever one is made, and never at a write. A database that has gone is not made anew behind the app's back.
 */
export class Connection {
  readonly db: Database;
  readonly #hint: Hint;
  readonly #options: DexieLogOptions;
  /** Of the log that was opened first, or looked for. */
  #identity: string | undefined;
  #opening: Promise<void> | undefined;
  #deleting: Promise<void> | undefined;
  #isOpen = false;
  #isClosed = false;
  /** Whether another log was found in its place. */
  #isReplaced = false;
  onFault: FaultListener | undefined;

  constructor(name: string, options: DexieLogOptions) {
    this.#options = options;
    this.#hint = new Hint(name, options.hints);
    this.db = new Database(name, options);
    // In the transaction that makes the database: what has no head has lost it.
    this.db.on('populate', (transaction) => {
      this.#identity ??= this.#hint.identity;
      if (this.#identity !== undefined) throw this.#lost();
      const { undoHorizon = DEFAULT_UNDO_HORIZON } = options;
      const start = { position: 0, batch: 0, floor: 0, writers: [] };
      const head: HeadRow = { key: 'head', format: FORMAT, id: v7(), ...start, undoHorizon };
      return transaction.table('head').put(head);
    });
    // Sticky: also when Dexie connects again by itself.
    this.db.on('ready', (db) => this.#check(db as Database), true);
    this.db.on('close', () => this.#closed());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Does some work, at once when the connection stands, and once more on a new one when the platform fails it. Work that
   * writes may be done twice: a transaction that failed has changed nothing, and a batch counts once.
   */
  async use<T>(work: () => PromiseLike<T>): Promise<T> {
    if (this.#isClosed) throw new RefoldError('log.closed', { log: this.db.name });
    let used: unknown = null;
    try {
      if (!this.#isOpen) await this.open();
      used = this.db.backendDB();
      return await work();
    } catch (error) {
      const isBroken = BROKEN.some((name) => hasName(error, name)) && !hasName(error, NO_SPACE);
      if (this.#isClosed || !isBroken) throw error;
      // Others that failed on the same connection may have made a new one already.
      if (this.db.backendDB() === used) this.db.close({ disableAutoOpen: false });
      await this.open();
      return work();
    }
  }

  /** Connects, or waits for what is under way. Rejects with `log.blocked` when that takes too long; it still goes on. */
  open(): Promise<void> {
    if (this.#isOpen) return Promise.resolve();
    this.#opening ??= this.#open();
    return this.#within(this.#opening, 'open');
  }

  close(): void {
    this.#isClosed = true;
    // One that is being made would be left open for ever if Dexie gave it up now.
    if (this.#opening === undefined) this.db.close();
  }

  /**
   * Deletes the database, or waits for that to be done: once it has gone through, what has the name is a log that was
   * made since, of another tab that has waited for it.
   */
  async destroy(): Promise<void> {
    // One that is open holds on to what is its own; what has the name of one that is not has still to be seen.
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

  /** The hint goes first: a log that is deleted on purpose must not be missed. And again, if a tab has just opened the same. */
  async #delete(isSure: boolean): Promise<void> {
    const identity = this.#identity ?? this.#hint.identity;
    const forget = (): void => {
      if (this.#hint.identity === identity) this.#hint.forget();
    };
    try {
      // Of a tab that has gone on after a loss: it is not this one's to delete.
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

  /** Whether another log has the name by now. */
  async #isAnother(): Promise<boolean> {
    this.#isReplaced = false;
    // What cannot be opened is not another one: gone, emptied, of a newer format.
    await Promise.allSettled([this.db.open()]);
    this.db.close();
    return this.#isReplaced;
  }

  async #check(db: Database): Promise<void> {
    const head = await headOf(db);
    const hint = this.#hint.identity ?? head.id;
    // Nothing is made in the place of a log that is missed, so one that is younger than the hint was made when the other had been
    // given up. A browser that is killed may forget what it was told last. Identities ascend with time.
    this.#identity ??= hint < head.id ? head.id : hint;
    this.#isReplaced = head.id !== this.#identity;
    if (this.#isReplaced) throw this.#lost();
    this.#hint.remember(head.id);
  }

  /** Closed by the browser, or for another tab that deletes or upgrades: what has become of the log is found out at once. */
  #closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#isClosed) return;
    // Later, since Dexie is in the middle of closing; and twice, since a browser that is still clearing refuses the first.
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
        // What comes of it after all is told to whoever thinks now that it is blocked.
        if (action === 'open') this.#tellOf(work);
      }, afterMs);
      work.then(resolve, reject).then(cancel, cancel);
    });
  }
}

/**
 * How the platform and Dexie report a connection that is closed, or that no longer works: a transaction that nobody here
 * aborted, or an error without a reason, which WebKit gives when its database process has ended.
 */
const BROKEN = ['InvalidStateError', 'DatabaseClosedError', 'AbortError', 'UnknownError'];
