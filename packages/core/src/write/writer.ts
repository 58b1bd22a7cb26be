import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Batch, Commit } from '../log/commit.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Mark } from '../log/mark.ts';
import type { Envelope } from '../model/envelope.ts';
import { RejectedEvents, WrittenReceipt } from './receipt.ts';
import { isSealDue, maySeal } from './seal-policy.ts';
import type { StorageState } from './storage-state.ts';
import {
  applyMessage,
  createQueue,
  type QueuedCommit,
  type QueueEffect,
  type QueueMessage,
  type WriteQueue,
} from './write-queue.ts';

/** The state of writing. */
export interface WriterStatus extends StorageState {
  /** Events that are in memory only. */
  readonly pending: number;
}

/** Runs the effects of the write queue: writes to the log, moves receipts on. Merges batches in idle time. */
export class Writer {
  readonly #log: EventLog;
  readonly #queue: WriteQueue;
  readonly #onStatus: (status: WriterStatus) => void;
  readonly #idle: (task: () => void) => () => void;
  readonly #rejected: RejectedEvents;
  readonly #flush = (): Promise<void> => this.#log.flush();
  /** The write in flight. */
  writing: Promise<unknown> | undefined;
  /** Callers of `drain`, until nothing is being written any more. */
  readonly #draining: (() => void)[] = [];
  /** Whether it merges batches. One of several tabs does. */
  #isMerging = true;
  /** Batches and events written since the last merge. */
  #batches = 0;
  #events = 0;
  #cancelSeal: (() => void) | undefined;
  #sealing: Promise<void> = Promise.resolve();

  constructor(
    log: EventLog,
    id: string,
    idle: (task: () => void) => () => void,
    onStatus: (status: WriterStatus) => void,
    rejected: RejectedEvents = new RejectedEvents(),
  ) {
    this.#log = log;
    this.#queue = createQueue(id);
    this.#idle = idle;
    this.#onStatus = onStatus;
    this.#rejected = rejected;
  }

  /** Queues a commit whose event ids are new. */
  add(commit: Commit, receipts: readonly WrittenReceipt[] = [this.receiptOf(commit)]): WrittenReceipt {
    // A decision without events has nothing to lose.
    if (commit.events.length === 0) for (const receipt of receipts) receipt.store();
    else this.send({ type: 'queued', commits: [{ commit, receipts }] });
    return receipts[0]!;
  }

  /** Begins after a read. Counts earlier unsealed batches, so that they are sealed too. */
  begin(mark: Mark, unsealed: number): void {
    this.markRead(mark);
    this.#sealWhenDue(unsealed, 0);
  }

  /** Merges batches from now on, or leaves that to another tab. `batches`: those that others have written. */
  merge(isMerging: boolean, batches: number): void {
    this.#isMerging = isMerging;
    this.#sealWhenDue(batches, 0);
  }

  /** Marks the writer stale: the log has more than what was read or written here. */
  markStale(): void {
    this.send({ type: 'read', isStale: true });
  }

  /** Everything up to a mark has been read or written here. */
  markRead(mark: Mark, isStale = false): void {
    this.send({ type: 'read', mark, isStale });
  }

  /** The extent of the log; undefined while the writer is stale, since only the log knows it then. */
  get knownRange(): { readonly stored: number; readonly pending: readonly Envelope[] } | undefined {
    const { known, isStale } = this.#queue;
    return isStale ? undefined : { stored: known.confirmed, pending: this.pending };
  }

  /** How far the log is as it was read and written here, also while the writer is stale. */
  get known(): Mark {
    return this.#queue.known;
  }

  /** Whether the log has, or may have, more than what is known. */
  get isStale(): boolean {
    return this.#queue.isStale;
  }

  /** Number of the last row that was added here. */
  get row(): number {
    return this.#queue.row;
  }

  /** Whether what was read and written here is the whole log: no other writer has written, and nothing is pending. */
  get isUpToDate(): boolean {
    return !this.#queue.isStale && this.#queue.pending === 0;
  }

  /** Handles a fault that the log reported on its own, or `undefined` when the log is reachable again. */
  onLogFault(fault: RefoldError | undefined): void {
    this.send(fault === undefined ? { type: 'there' } : { type: 'failed', error: fault });
  }

  /** Records a successful write that did not go through this writer. */
  onExternalWrite(): void {
    this.send({ type: 'written' });
  }

  /** Resolves when the queue is empty, or after one more failed attempt. */
  async drain(): Promise<void> {
    this.send({ type: 'queued', commits: [] });
    if (this.#queue.isRunning) await new Promise<void>((resolve) => this.#draining.push(resolve));
    this.#cancelSeal?.();
    this.#cancelSeal = undefined;
    await this.#sealing;
  }

  /** The pending events, in order. */
  get pending(): readonly Envelope[] {
    return this.#queue.commits.flatMap(({ commit }) => commit.events);
  }

  /**
   * Writes everything pending immediately, even if a write is in flight: the page may be about to close. The log counts
   * a commit that arrives twice once. Imports, and commits after them, stay queued.
   */
  async flushOnHide(): Promise<void> {
    for (const effect of applyMessage(this.#queue, { type: 'hidden' })) {
      const error = 'batch' in effect ? await this.#write(effect.batch) : undefined;
      if (error !== undefined) throw error;
    }
  }

  /** A new receipt of a commit. */
  receiptOf(commit: Commit): WrittenReceipt {
    return new WrittenReceipt(
      commit.events.map((e) => e.id),
      this.#flush,
      this.#rejected,
    );
  }

  /** Applies a message to the queue, and runs its effects. */
  send(message: QueueMessage): void {
    const effects = applyMessage(this.#queue, message);
    // First: a listener may append, which starts another attempt.
    if (!this.#queue.isRunning) for (const resolve of this.#draining.splice(0)) resolve();
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: QueueEffect): void {
    switch (effect.type) {
      case 'ready':
        return void Promise.resolve().then(() => this.send(effect));
      case 'write':
        this.writing = this.#write(effect.batch, effect.found);
        return;
      default:
        for (const { receipts } of effect.commits)
          for (const receipt of receipts) receipt[effect.type](this.#queue.storage.error);
        this.#onStatus({ pending: this.#queue.pending, ...this.#queue.storage });
        if (effect.type === 'store') this.#sealWhenDue(1, effect.events);
    }
  }

  /** Never rejects: resolves to the error of a write that failed. */
  async #write(batch: Batch, found?: QueuedCommit['found']): Promise<RefoldError | undefined> {
    let row: number | undefined;
    let isShort = false;
    let error: RefoldError | undefined;
    try {
      if (found === undefined) ({ row } = await this.#log.append(batch));
      else {
        const outcome = await this.#log.import(batch);
        ({ row } = outcome);
        isShort = outcome.duplicates.length + outcome.conflicts.length > 0;
        found(outcome);
      }
    } catch (cause) {
      error = this.#toError(cause, this.#queue.pending);
    }
    this.send({ type: 'sent', batch, row, isShort, error });
    return error;
  }

  #toError(cause: unknown, events: number): RefoldError {
    return isRefoldError(cause) ? cause : new RefoldError('log.write_failed', { log: this.#log.name, events }, cause);
  }

  /** Waits for idle storage too: rewriting stored batches would delay new commits. */
  #sealWhenDue(batches: number, events: number): void {
    this.#batches += batches;
    this.#events += events;
    if (!this.#isMerging || this.#cancelSeal !== undefined || !isSealDue(this.#batches, this.#events)) return;
    this.#cancelSeal = this.#idle(() => {
      this.#cancelSeal = undefined;
      // Otherwise the next write that is stored asks again.
      if (
        !this.#isMerging ||
        !maySeal(this.#events, this.#queue.isRunning && this.#queue.commits[0]?.found === undefined)
      )
        return;
      this.#batches = 0;
      this.#events = 0;
      this.#sealing = this.#log.seal().catch((cause: unknown) => this.onLogFault(this.#toError(cause, 0)));
    });
  }
}
