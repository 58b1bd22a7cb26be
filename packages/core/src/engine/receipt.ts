import { RefoldError } from '../errors/refold-error.ts';

/** How safe a commit can be. */
export type Stage = 'stored' | 'flushed' | 'synced';

/** What becomes of a commit. */
export interface Receipt {
  /** The ids of its events, in order. */
  readonly ids: readonly string[];
  /** How far it is now: in memory only, or as far as has been asked for and reached, or not stored (yet) after a failure. */
  readonly stage: 'memory' | Stage | 'rejected' | 'failed';
  /**
   * Resolves when the commit is this safe. `stored`: its transaction is complete; it survives a crash of the tab and of
   * the browser. `flushed`: forced to disk; it survives a power cut. `synced`: accepted by the server. Rejects with
   * `log.write_failed` or `log.full` when writing fails (ask again later: it is tried again with the next write),
   * `sync.absent` when there is no sync, `store.closed`, or the signal's reason.
   */
  until(stage: Stage, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** A receipt as the writer moves it on. */
export class WrittenReceipt implements Receipt {
  readonly ids: readonly string[];
  readonly #flush: () => Promise<void>;
  #stage: Receipt['stage'] = 'memory';
  #error: unknown;
  #waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];

  constructor(ids: readonly string[], flush: () => Promise<void>) {
    this.ids = ids;
    this.#flush = flush;
  }

  get stage(): Receipt['stage'] {
    return this.#stage;
  }

  async until(stage: Stage, options?: { readonly signal?: AbortSignal }): Promise<void> {
    if (stage === 'synced') throw new RefoldError('sync.absent', {});
    await this.#stored(options?.signal);
    if (stage === 'stored' || this.#stage === 'flushed') return;
    await this.#flush();
    this.#stage = 'flushed';
  }

  /** Its transaction is complete. */
  store(): void {
    this.#stage = 'stored';
    this.#error = undefined;
    for (const { resolve } of this.#settle()) resolve();
  }

  /** Its transaction has failed; it may be tried again. */
  fail(error: unknown): void {
    this.#stage = 'failed';
    this.#error = error;
    for (const { reject } of this.#settle()) reject(error);
  }

  /** It is being tried again. */
  retry(): void {
    this.#stage = 'memory';
  }

  #settle(): { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #stored(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stage === 'stored' || this.#stage === 'flushed') return resolve();
      if (this.#stage === 'failed') return reject(this.#error);
      if (signal?.aborted) return reject(signal.reason);
      this.#waiting.push({ resolve, reject });
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}
