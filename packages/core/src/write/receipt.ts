import { Subject } from 'rxjs';
import { RefoldError } from '../errors/refold-error.ts';
import type { Rejection } from '../model/command.ts';

/** The durability of a commit. */
export type Stage = 'stored' | 'flushed' | 'synced';

/** Reports the durability of a commit. */
export interface Receipt {
  /** The ids of its events, in order: those of one call. */
  readonly ids: readonly string[];
  /** The ids of all events of its commit, in order: after a transaction, those of all calls within it. */
  readonly commitIds: readonly string[];
  /**
   * The current stage: `memory`, or the durability that was asked for and reached. `failed`: a write failed and may be
   * retried, or its transaction was rolled back. `rejected`: rejected for good, stored or not.
   */
  readonly stage: 'memory' | Stage | 'rejected' | 'failed';
  /**
   * Resolves when the commit has this durability.
   *
   * - `stored`: its transaction is complete; it survives a crash of the tab and of the browser.
   * - `flushed`: forced to disk; it survives a power cut.
   * - `synced`: accepted by the server.
   *
   * Rejects with `log.write_failed` or `log.full` if writing fails; the next write tries again, so ask again later.
   * Rejects with `commit.rejected` if `synced` is asked for and the commit was rejected, `sync.absent` if there is no
   * sync, `store.closed`, or the signal's reason. Rejects with what the function of its transaction threw.
   */
  until(stage: Stage, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Calls `listener` when `stage` changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/** A receipt that the writer updates. */
export class WrittenReceipt implements Receipt {
  readonly ids: readonly string[];
  commitIds: readonly string[];
  readonly #flush: () => Promise<void>;
  readonly #rejected: RejectedEvents;
  #stage: Receipt['stage'] = 'memory';
  #error: unknown;
  #waiting: Waiting[] = [];
  /** Created on first use: most receipts are never read. */
  #changes: Subject<void> | undefined;

  constructor(ids: readonly string[], flush: () => Promise<void>, rejected: RejectedEvents) {
    this.ids = this.commitIds = ids;
    this.#flush = flush;
    this.#rejected = rejected;
  }

  get stage(): Receipt['stage'] {
    return this.#rejection === undefined ? this.#stage : 'rejected';
  }

  until(stage: Stage, options?: { readonly signal?: AbortSignal }): Promise<void> {
    const reached = this.#reach(stage);
    return options?.signal === undefined ? reached : unlessAborted(reached, options.signal);
  }

  subscribe(listener: () => void): () => void {
    this.#changes ??= new Subject<void>();
    let last = this.stage;
    const look = (): void => {
      if (last !== (last = this.stage)) listener();
    };
    const subscription = this.#changes.subscribe(look);
    subscription.add(this.#rejected.changes.subscribe(look));
    return () => subscription.unsubscribe();
  }

  /** Its transaction is complete. */
  store(): void {
    this.#move('stored');
    for (const { resolve } of this.#settle()) resolve();
  }

  /** Its transaction failed; it may be retried. */
  fail(error: unknown): void {
    this.#error = error;
    this.#move('failed');
    for (const { reject } of this.#settle()) reject(error);
  }

  /** It is being retried. */
  retry(): void {
    this.#move('memory');
  }

  #move(stage: Receipt['stage']): void {
    this.#stage = stage;
    this.#changes?.next();
  }

  #settle(): readonly Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  async #reach(stage: Stage): Promise<void> {
    const rejection = stage === 'synced' ? this.#rejection : undefined;
    if (rejection !== undefined) throw new RefoldError('commit.rejected', { events: this.ids, ...rejection });
    if (stage === 'synced') throw new RefoldError('sync.absent', {});
    if (this.#stage === 'failed') throw this.#error;
    if (this.#stage === 'memory') await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    if (stage === 'stored' || this.#stage === 'flushed') return;
    await this.#flush();
    this.#move('flushed');
  }

  get #rejection(): Rejection | undefined {
    const id = this.ids.find((one) => this.#rejected.has(one));
    return id === undefined ? undefined : this.#rejected.get(id);
  }
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Returns the promise, which rejects with the signal's reason if that aborts first. */
function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The rejections of events while the store is open, by event id. Receipts read them. */
export class RejectedEvents extends Map<string, Rejection> {
  readonly changes: Subject<void> = new Subject<void>();
}
