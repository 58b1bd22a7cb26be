import type { ImportOutcome } from '../log/commit.ts';
import { RejectedEvents } from './receipt.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Batch, Commit } from '../log/commit.ts';
import type { Appended, EventLog, KnownEvents } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { WrittenReceipt } from './receipt.ts';
import { nextStorage, type StorageEffect, type StorageMessage, type StorageState, working } from './storage-state.ts';
import { sizes } from '../log/sizes.ts';

/** The state of writing. */
export interface WriterStatus extends StorageState {
  /** Events that are in memory only. */
  readonly pending: number;
}

interface Entry {
  readonly commit: Commit;
  readonly receipt: WrittenReceipt;
  /** Receives the events that an import found stored; absent if ids are new. */
  readonly found?: (outcome: ImportOutcome) => void;
}

/**
 * Writes commits to the log in order, one transaction at a time: commits that arrive during a write form the next one.
 * A failed batch stays queued and is retried with the next commit, so that the log never has a gap.
 */
export class Writer {
  readonly #log: EventLog;
  readonly #id: string;
  readonly #onStatus: (status: WriterStatus) => void;
  readonly #idle: (task: () => void) => () => void;
  readonly #rejected: RejectedEvents;
  readonly #queue: Entry[] = [];
  #written = 0;
  /** The number of the last commit stored by an early flush. */
  #flushed = 0;
  #flushing: Promise<void> | undefined;
  /** Position of the last event written or read here; right while nobody else writes. */
  #position = 0;
  #isAlone = true;
  #pending = 0;
  #batches = 0;
  #events = 0;
  #storage = working;
  readonly #flush = (): Promise<void> => this.#log.flush();
  #running: Promise<void> | undefined;
  #writing: Promise<void> | undefined;
  /** Resolves when writes may continue. */
  #quiet: Promise<void> | undefined;
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
    this.#id = id;
    this.#idle = idle;
    this.#onStatus = onStatus;
    this.#rejected = rejected;
  }

  /** Queues a commit whose event ids are new. */
  add(commit: Commit): WrittenReceipt {
    const receipt = this.#receipt(commit);
    // A decision without events has nothing to lose.
    if (commit.events.length === 0) receipt.store();
    else this.#enqueue([{ commit, receipt }]);
    return receipt;
  }

  /**
   * Queues commits whose events have ids of their own. Resolves once all are stored, with the events that were stored
   * before.
   */
  async import(commits: readonly Commit[]): Promise<ImportOutcome> {
    const outcomes: ImportOutcome[] = [];
    const found = (outcome: ImportOutcome): void => void outcomes.push(outcome);
    const entries = commits.map((commit) => ({ commit, receipt: this.#receipt(commit), found }));
    this.#enqueue(entries);
    await entries.at(-1)?.receipt.until('stored');
    return { duplicates: outcomes.flatMap((o) => o.duplicates), conflicts: outcomes.flatMap((o) => o.conflicts) };
  }

  /** Begins after a position. Counts earlier unsealed batches, so that they are sealed too. */
  begin(position: number, unsealed: number): void {
    this.#position = position;
    this.#batches += unsealed;
    this.#sealWhenDue();
  }

  /** Marks the writer stale: another writer has written to the log. */
  markStale(): void {
    this.#isAlone = false;
  }

  /** Marks the writer current again: everything up to `position` has been read or written here. */
  markCurrent(position: number): void {
    this.#isAlone = true;
    this.#position = position;
  }

  /** Pauses writing while `work` runs. Commits queued meanwhile are written afterwards. Calls must not overlap. */
  async withWritesPaused(work: () => Promise<void>): Promise<void> {
    let end = (): void => undefined;
    this.#quiet = new Promise((resolve) => (end = resolve));
    await Promise.allSettled([this.#writing]);
    try {
      await work();
    } finally {
      this.#quiet = undefined;
      end();
    }
  }

  /** The extent of the log; undefined while the writer is stale, since only the log knows it then. */
  get knownRange(): { readonly stored: number; readonly pending: readonly Envelope[] } | undefined {
    return this.#isAlone ? { stored: this.#position, pending: this.pending } : undefined;
  }

  /**
   * Whether everything read and written here is the whole log: no other writer has written since, nothing is pending.
   */
  get isUpToDate(): boolean {
    return this.#isAlone && this.#pending === 0;
  }

  /** Finds events with these ids, stored or pending. */
  async find(ids: readonly string[]): Promise<KnownEvents> {
    const wanted = new Set(ids);
    // Look in the queue first: an event written meanwhile is found in the log.
    const queued = this.#queue.flatMap(({ commit }) => commit.events.filter((event) => wanted.has(event.id)));
    const stored = await this.#log.find(ids);
    return new Map([...queued.map((event) => [event.id, event] as const), ...stored]);
  }

  /** Handles a fault that the log reported on its own, or `undefined` when the log is reachable again. */
  onLogFault(fault: RefoldError | undefined): void {
    this.#take(fault === undefined ? { type: 'there' } : { type: 'failed', error: fault });
  }

  /** Records a successful write that did not go through this writer. */
  onExternalWrite(): void {
    this.#take({ type: 'written' });
  }

  /** Resolves when the queue is empty, or after one more failed attempt. */
  async drain(): Promise<void> {
    this.#enqueue([]);
    await this.#running;
    this.#cancelSeal?.();
    this.#cancelSeal = undefined;
    await this.#sealing;
  }

  /** The pending events, in order. */
  get pending(): readonly Envelope[] {
    return this.#queue.flatMap(({ commit }) => commit.events);
  }

  /**
   * Writes everything pending immediately, even if a write is in flight: the page may be about to close. The log counts
   * a commit that arrives twice once. Imports stay queued.
   */
  async flushOnHide(): Promise<void> {
    const imported = this.#queue.findIndex((entry) => entry.found !== undefined);
    const entries = imported === -1 ? this.#queue : this.#queue.slice(0, imported);
    if (entries.length === 0 || this.#storage.status === 'lost') return;
    const last = this.#written + entries.length;
    this.#flushing = this.#log.append(this.#batch(entries)).then((outcome) => {
      this.#note(outcome);
      this.#flushed = last;
    });
    await this.#flushing;
  }

  #batch(entries: readonly Entry[]): Batch {
    const commits = entries.map((entry) => entry.commit);
    return { writer: this.#id, first: this.#written + 1, commits, after: this.#position };
  }

  #receipt(commit: Commit): WrittenReceipt {
    return new WrittenReceipt(
      commit.events.map((e) => e.id),
      this.#flush,
      this.#rejected,
    );
  }

  #enqueue(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#queue.push(entry);
      this.#pending += entry.commit.events.length;
    }
    this.#take({ type: 'queued' });
  }

  #take(message: StorageMessage): void {
    const { state, effect } = nextStorage(this.#storage, message);
    this.#storage = state;
    this.#do(effect);
    this.#tell();
  }

  #do(effect: StorageEffect): void {
    // A write is already in flight; it reports its own outcome.
    if (this.#running !== undefined || effect === undefined) return;
    if (effect === 'write') {
      for (const { receipt } of this.#queue) receipt.retry();
      this.#running = this.#run();
    } else {
      // A copy, since listeners may append.
      for (const { receipt } of [...this.#queue]) receipt.fail(this.#storage.error);
    }
  }

  async #run(): Promise<void> {
    // Wait a tick, so that appends of one turn form one batch.
    await Promise.resolve();
    while (this.#queue.length > 0 && this.#storage.status !== 'lost') {
      if (this.#quiet !== undefined) await this.#quiet;
      // A repeated commit counts once only while the log remembers this writer, so do not repeat flushed ones.
      if (this.#flushing !== undefined) await Promise.allSettled([this.#flushing]);
      const flushed = this.#flushed - this.#written;
      if (flushed > 0) {
        this.#settle(this.#queue.slice(0, flushed));
        continue;
      }
      const entries = this.#next();
      try {
        await (this.#writing = this.#write(entries));
      } catch (cause) {
        if (this.#flushed > this.#written) continue;
        // Reset first: a listener to the failure may append, which starts another attempt.
        this.#running = undefined;
        return this.#take({ type: 'failed', error: this.#toError(cause, this.#pending) });
      }
      this.#settle(entries);
    }
    this.#running = undefined;
    // If the log was lost during the write, fail the later commits.
    if (this.#storage.status === 'lost') this.#take({ type: 'queued' });
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    const batch = this.#batch(entries);
    const found = entries[0]!.found;
    if (found === undefined) {
      this.#note(await this.#log.append(batch));
    } else {
      const outcome = await this.#log.import(batch);
      this.#note(outcome);
      found(outcome);
    }
  }

  #note({ follows }: Appended): void {
    this.#isAlone &&= follows;
  }

  /** The longest run of commits at the head of the queue that fits into one batch. */
  #next(): readonly Entry[] {
    const { found } = this.#queue[0]!;
    let events = 0;
    let count = 0;
    for (const entry of this.#queue) {
      if (entry.found !== found || (count > 0 && events + entry.commit.events.length > sizes.writeBatch)) break;
      events += entry.commit.events.length;
      count += 1;
    }
    return this.#queue.slice(0, count);
  }

  #settle(entries: readonly Entry[]): void {
    this.#queue.splice(0, entries.length);
    this.#written += entries.length;
    const events = entries.reduce((sum, e) => sum + e.commit.events.length, 0);
    this.#pending -= events;
    this.#position += events;
    this.#events += events;
    this.#batches += 1;
    for (const { receipt } of entries) receipt.store();
    this.#take({ type: 'written' });
    this.#sealWhenDue();
  }

  get #isImporting(): boolean {
    return this.#queue[0]?.found !== undefined;
  }

  #toError(cause: unknown, events: number): RefoldError {
    return isRefoldError(cause) ? cause : new RefoldError('log.write_failed', { log: this.#log.name, events }, cause);
  }

  /** Waits for idle storage too: rewriting stored batches would delay new commits. */
  #sealWhenDue(): void {
    if (this.#cancelSeal !== undefined || (this.#batches < sizes.sealBatches && this.#events < sizes.sealEvents))
      return;
    this.#cancelSeal = this.#idle(() => {
      this.#cancelSeal = undefined;
      // The write in progress calls this again. An import is in no hurry, and writes much.
      if (this.#running !== undefined && !this.#isImporting && this.#events < 10 * sizes.sealEvents) return;
      this.#batches = 0;
      this.#events = 0;
      this.#sealing = this.#log.seal().catch((cause: unknown) => {
        // A failed seal loses nothing: reading stays slower until the next one. Report it, do not throw.
        this.#storage = nextStorage(this.#storage, { type: 'failed', error: this.#toError(cause, 0) }).state;
        this.#tell();
      });
    });
  }

  #tell(): void {
    this.#onStatus({ pending: this.#pending, ...this.#storage });
  }
}
