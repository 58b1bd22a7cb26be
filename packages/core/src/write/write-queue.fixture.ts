import type { ErrorCode } from '../errors/codes.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Batch } from '../log/commit.ts';
import type { Mark } from '../log/mark.ts';
import { sizes } from '../log/sizes.ts';
import type { Envelope } from '../model/envelope.ts';
import { checkEqual } from '../testing/check.ts';
import { type Receipt, RejectedEvents, WrittenReceipt } from './receipt.ts';
import { applyMessage, createQueue, type QueuedCommit, type QueueEffect, type QueueMessage } from './write-queue.ts';

export interface Outcome {
  readonly code?: ErrorCode | undefined;
  /** Rows that others have added before it. */
  readonly others?: number;
  /** Whether it was an import, and lacks events that were stored before. */
  readonly isShort?: boolean;
  /** Whether the log has the batch, whatever the outcome says. */
  readonly isApplied?: boolean;
}

const stageOf = ({ receipts }: QueuedCommit): Receipt['stage'] => receipts[0]!.stage;

/**
 * Runs the effects of a queue step by step, and checks what holds for every effect and after every message.
 * `stored` is a log that counts a commit once that arrives twice.
 */
export class QueueBench {
  readonly queue = createQueue('w');
  readonly effects: QueueEffect['type'][] = [];
  readonly commits: QueuedCommit[] = [];
  readonly stored: number[] = [];
  /** Commits of the early writes that the queue knows to have succeeded. */
  readonly early = new Set<number>();
  readonly flushes: Batch[] = [];
  writing: Batch | undefined;
  /** Events of each row of the log. */
  readonly rows: number[] = [];
  /** The last row of its own that the queue knows to have been added. */
  told = 0;
  /** Marks up to which the log was read, before the queue hears of it. */
  readonly reads: Mark[] = [];
  settled = 0;
  ticks = 0;
  isPaused = false;
  events = 0;
  #flushing: Batch | undefined;
  /** The rows of batches. */
  readonly #reached = new Map<Batch, { readonly at: number; readonly isShort: boolean }>();

  add(lengths: readonly number[], isImport = false): void {
    const found = isImport ? { found: () => undefined } : {};
    const commits = lengths.map((length, i): QueuedCommit => {
      const id = String(this.commits.length + i + 1);
      const events = Array.from({ length }, () => ({ id }) as Envelope);
      const receipt = new WrittenReceipt([id], () => Promise.resolve(), new RejectedEvents());
      return { commit: { events }, receipts: [receipt], ...found };
    });
    this.commits.push(...commits);
    this.send({ type: 'queued', commits });
  }

  send(message: QueueMessage): void {
    const effects = applyMessage(this.queue, message);
    for (const effect of effects) {
      if (message.type === 'hidden' && effect.type === 'write') this.#writeEarly(effect.batch);
      else this.#run(effect);
    }
    this.#check();
  }

  /** How far the log reaches now. */
  mark(): Mark {
    return { generation: 0, confirmed: this.#eventsUpTo(this.rows.length), row: this.rows.length };
  }

  /** The queue learns that the log was read up to a mark, unless it knows more. */
  read(mark: Mark): void {
    if (mark.row >= this.queue.known.row) this.send({ type: 'read', mark, isStale: this.told > mark.row });
  }

  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.send({ type: 'pause', isPaused });
  }

  tick(): void {
    if (this.ticks === 0) return;
    this.ticks -= 1;
    this.send({ type: 'ready' });
  }

  /** Ends the write in flight. */
  end(outcome: Outcome = {}): void {
    const batch = this.writing;
    if (batch === undefined) return;
    this.#end(batch, outcome);
  }

  /** Ends the oldest early write. */
  endFlush(outcome: Outcome = {}): void {
    const batch = this.flushes.shift();
    if (batch === undefined) return;
    if (this.#flushing === batch) this.#flushing = undefined;
    if (outcome.code === undefined) for (const number of numbersOf(batch.commits)) this.early.add(number);
    this.#end(batch, outcome);
  }

  /** Ends everything that is under way, with success. */
  finish(): void {
    this.pause(false);
    this.send({ type: 'there' });
    while (this.ticks > 0 || this.writing !== undefined || this.flushes.length > 0) {
      this.endFlush();
      this.tick();
      this.end();
    }
  }

  /** The write in flight reaches the log, which has not answered yet. */
  reach(outcome: Outcome = {}): void {
    if (this.writing !== undefined && !this.#reached.has(this.writing)) this.#apply(this.writing, outcome);
  }

  #end(batch: Batch, outcome: Outcome): void {
    const { code, isApplied = code === undefined } = outcome;
    if (isApplied && !this.#reached.has(batch)) this.#apply(batch, outcome);
    const error = code && failure(code);
    const { at = 0, isShort = false } = this.#reached.get(batch) ?? {};
    const row = error === undefined ? at : undefined;
    if (error === undefined) this.told = Math.max(this.told, at);
    if (batch !== this.writing) return this.send({ type: 'sent', batch, row, isShort, error });
    // While the queue pauses, a write in flight may still end, and its commits leave the queue.
    const { isPaused } = this;
    this.isPaused = false;
    this.writing = undefined;
    this.send({ type: 'sent', batch, row, isShort, error });
    this.isPaused = isPaused;
  }

  #run(effect: QueueEffect): void {
    this.effects.push(effect.type);
    switch (effect.type) {
      case 'ready':
        this.ticks += 1;
        return;
      case 'write':
        this.#write(effect.batch, effect.found !== undefined);
        return;
      case 'store':
        checkEqual(this.isPaused, false, 'a pause while commits leave the queue');
        checkEqual(queuedNumbers(effect.commits), this.#next(effect.commits.length), 'commits that leave the queue');
        this.settled += effect.commits.length;
        this.events += effect.events;
        checkEqual(Math.max(this.settled - this.stored.length, 0), 0, 'receipts ahead of the log');
        break;
      default:
        checkEqual(effect.commits.map(stageOf).includes('stored'), false, 'a receipt that moves back');
    }
    for (const { receipts } of effect.commits) receipts[0]![effect.type](this.queue.storage.error);
  }

  #writeEarly(batch: Batch): void {
    checkEqual(this.#in(batch).filter(isImported), [], 'imports that are sent early');
    this.flushes.push(batch);
    this.#flushing = batch;
  }

  #write(batch: Batch, isImport: boolean): void {
    const written = this.#in(batch);
    const numbers = numbersOf(batch.commits);
    checkEqual(this.writing, undefined, 'the write in flight');
    checkEqual(this.#flushing, undefined, 'the last early write under way');
    checkEqual([this.isPaused, this.queue.storage.status === 'lost'], [false, false], 'paused and lost');
    checkEqual(batch.first, this.settled + 1, 'where a batch begins');
    checkEqual(numbers, this.#next(numbers.length), 'commits of a batch');
    checkEqual(
      written.map((one) => [isImported(one), one.found === written[0]!.found]),
      written.map(() => [isImport, true]),
      'imports of a batch',
    );
    checkEqual(written.length > 1 && eventsIn(written) > sizes.writeBatch, false, 'a batch that is too large');
    checkEqual(
      numbers.filter((number) => this.early.has(number)),
      [],
      'commits written again',
    );
    this.writing = batch;
  }

  #apply(batch: Batch, { others = 0, isShort = false }: Outcome): void {
    for (let i = 0; i < others; i++) this.rows.push(1);
    const fresh = this.#in(batch).filter((one) => numbersOf([one.commit])[0]! > this.stored.length);
    this.stored.push(...queuedNumbers(fresh));
    this.rows.push(isShort ? 0 : eventsIn(fresh));
    this.#reached.set(batch, { at: this.rows.length, isShort });
    checkEqual(this.stored, upTo(this.stored.length), 'the log');
  }

  #eventsUpTo(row: number): number {
    return this.rows.slice(0, row).reduce((sum, events) => sum + events, 0);
  }

  #check(): void {
    const { commits, isRunning, isStale, known, pending, storage } = this.queue;
    checkEqual(queuedNumbers(commits), this.#next(this.commits.length - this.settled), 'commits in the queue');
    checkEqual(
      [pending, known.confirmed],
      [eventsIn(commits), this.#eventsUpTo(known.row)],
      'pending events, and those up to the last known row',
    );
    checkEqual(isStale || known.row >= this.told, true, 'whether it knows its own rows');
    checkEqual(
      this.commits.map(stageOf),
      this.commits.map((_, i) => (i < this.settled ? 'stored' : isRunning ? 'memory' : 'failed')),
      'stages of the receipts',
    );
    checkEqual(isRunning && commits.length === 0, false, 'a run without commits');
    checkEqual(storage.error === undefined, storage.status === 'ok', 'storage without an error');
  }

  #in({ commits }: Batch): readonly QueuedCommit[] {
    return this.commits.filter(({ commit }) => commits.includes(commit));
  }

  /** The numbers of the next commits to leave the queue. */
  #next(count: number): readonly number[] {
    return upTo(count).map((number) => this.settled + number);
  }
}

export const failure = (code: ErrorCode): RefoldError => new RefoldError(code, {} as never);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);
/** The number of a commit is in the ids of its events. */
export const numbersOf = (commits: readonly { readonly events: readonly Envelope[] }[]): readonly number[] =>
  commits.map(({ events }) => Number(events[0]!.id));
const queuedNumbers = (queued: readonly QueuedCommit[]): readonly number[] =>
  numbersOf(queued.map(({ commit }) => commit));

const isImported = ({ found }: QueuedCommit): boolean => found !== undefined;
const eventsIn = (queued: readonly QueuedCommit[]): number =>
  queued.reduce((sum, { commit }) => sum + commit.events.length, 0);
