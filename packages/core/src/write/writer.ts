import type { ImportOutcome } from '../log/commit.ts';
import { RejectedEvents } from './receipt.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Batch, Commit } from '../log/commit.ts';
import type { Appended, EventLog, KnownEvents } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { WrittenReceipt } from './receipt.ts';
import { nextStorage, type StorageEffect, type StorageMessage, type StorageState, working } from './storage-state.ts';
import { sizes } from '../log/sizes.ts';

/** How writing goes. */
export interface WriterStatus extends StorageState {
  /** Events that are in memory only. */
  readonly pending: number;
}

interface Entry {
  readonly commit: Commit;
  readonly receipt: WrittenReceipt;
  /** Takes what an import found stored already; absent when ids are fresh. */
  readonly found?: (outcome: ImportOutcome) => void;
}

/**
 * Writes commits to the log in order, one transaction at a time: what comes while one is running goes into the next.
 * What could not be written stays queued and is tried again with the next commit, so that the log never has a gap.
 */
export class Writer {
  readonly #log: EventLog;
  readonly #id: string;
  readonly #onStatus: (status: WriterStatus) => void;
  readonly #idle: (task: () => void) => () => void;
  readonly #rejected: RejectedEvents;
  readonly #queue: Entry[] = [];
  #written = 0;
  /** The last commit that is stored since it was sent early. */
  #flushed = 0;
  #flushing: Promise<void> | undefined;
  /** Position of the last event written here, or read before; right while nobody else writes. */
  #position = 0;
  #isAlone = true;
  #pending = 0;
  #batches = 0;
  #events = 0;
  #storage = working;
  readonly #flush = (): Promise<void> => this.#log.flush();
  #running: Promise<void> | undefined;
  #writing: Promise<void> | undefined;
  /** Ends when writing may go on. */
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

  /** Queues a commit whose event ids are fresh. */
  add(commit: Commit): WrittenReceipt {
    const receipt = this.#receipt(commit);
    // A decision of no events has nothing that could be lost.
    if (commit.events.length === 0) receipt.store();
    else this.#enqueue([{ commit, receipt }]);
    return receipt;
  }

  /** Queues commits whose events have ids of their own; resolves, once all are stored, with what was stored already. */
  async import(commits: readonly Commit[]): Promise<ImportOutcome> {
    const outcomes: ImportOutcome[] = [];
    const found = (outcome: ImportOutcome): void => void outcomes.push(outcome);
    const entries = commits.map((commit) => ({ commit, receipt: this.#receipt(commit), found }));
    this.#enqueue(entries);
    await entries.at(-1)?.receipt.until('stored');
    return { duplicates: outcomes.flatMap((o) => o.duplicates), conflicts: outcomes.flatMap((o) => o.conflicts) };
  }

  /** Begins behind a position; batches that were there before are counted, so that they are sealed too. */
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

  /** How far the log goes; undefined while the writer is stale, because then only the log knows. */
  get knownRange(): { readonly stored: number; readonly pending: readonly Envelope[] } | undefined {
    return this.#isAlone ? { stored: this.#position, pending: this.pending } : undefined;
  }

  /** Whether everything read and written here is the whole log: no other writer has written since, nothing is pending. */
  get isUpToDate(): boolean {
    return this.#isAlone && this.#pending === 0;
  }

  /** Events with these ids, stored or still to be. */
  async find(ids: readonly string[]): Promise<KnownEvents> {
    const wanted = new Set(ids);
    // Looked up first: what is written meanwhile is found below.
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

  /** Resolves when nothing is queued any more, or writing has failed, once more if it waited for the next commit. */
  async drain(): Promise<void> {
    this.#enqueue([]);
    await this.#running;
    this.#cancelSeal?.();
    this.#cancelSeal = undefined;
    await this.#sealing;
  }

  /** Events that are not stored yet, in order. */
  get pending(): readonly Envelope[] {
    return this.#queue.flatMap(({ commit }) => commit.events);
  }

  /**
   * Writes everything pending immediately, even if a write is in flight: the page may be about to close. The log counts a
   * commit that arrives twice once. Imports stay queued.
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
    // What is being written will say itself what became of it.
    if (this.#running !== undefined || effect === undefined) return;
    if (effect === 'write') {
      for (const { receipt } of this.#queue) receipt.retry();
      this.#running = this.#run();
    } else {
      // A copy: who hears of it may append.
      for (const { receipt } of [...this.#queue]) receipt.fail(this.#storage.error);
    }
  }

  async #run(): Promise<void> {
    // A tick, so that what is appended in one go is written in one go.
    await Promise.resolve();
    while (this.#queue.length > 0 && this.#storage.status !== 'lost') {
      if (this.#quiet !== undefined) await this.#quiet;
      // Sent again it would count once, but only as long as the log remembers this writer.
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
        // First, since who hears of the failure may append again, which is what makes another try.
        this.#running = undefined;
        return this.#take({ type: 'failed', error: this.#toError(cause, this.#pending) });
      }
      this.#settle(entries);
    }
    this.#running = undefined;
    // Lost while a write was under way: what is behind that one is told so.
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

  /** The longest run of commits at the head of the queue that go into one batch. */
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

  /** In idle time of storage too: writing what is there once more would hold up whoever waits for what is new. */
  #sealWhenDue(): void {
    if (this.#cancelSeal !== undefined || (this.#batches < sizes.sealBatches && this.#events < sizes.sealEvents))
      return;
    this.#cancelSeal = this.#idle(() => {
      this.#cancelSeal = undefined;
      // What is being written asks again. An import is in no hurry, and brings much.
      if (this.#running !== undefined && !this.#isImporting && this.#events < 10 * sizes.sealEvents) return;
      this.#batches = 0;
      this.#events = 0;
      this.#sealing = this.#log.seal().catch((cause: unknown) => {
        // Nothing is lost when sealing fails: reading stays slower until the next time. It is told, not thrown.
        this.#storage = nextStorage(this.#storage, { type: 'failed', error: this.#toError(cause, 0) }).state;
        this.#tell();
      });
    });
  }

  #tell(): void {
    this.#onStatus({ pending: this.#pending, ...this.#storage });
  }
}
