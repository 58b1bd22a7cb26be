import type { ErrorCode } from '../errors/codes.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Batch } from '../log/commit.ts';
import { sizes } from '../log/sizes.ts';
import type { Envelope } from '../model/envelope.ts';
import { checkEqual } from '../testing/check.ts';
import { type Receipt, RejectedEvents, WrittenReceipt } from './receipt.ts';
import { applyMessage, createQueue, type QueuedCommit, type QueueEffect, type QueueMessage } from './write-queue.ts';

export interface Outcome {
  readonly code?: ErrorCode | undefined;
  readonly follows?: boolean;
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
  settled = 0;
  ticks = 0;
  isPaused = false;
  position = 0;
  isStale = false;
  events = 0;
  #flushing: Batch | undefined;

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
    if (message.type === 'read') {
      this.isStale = message.position === undefined;
      if (message.position !== undefined) this.position = message.position;
    }
    const effects = applyMessage(this.queue, message);
    for (const effect of effects) {
      if (message.type === 'hidden' && effect.type === 'write') this.#writeEarly(effect.batch);
      else this.#run(effect);
    }
    this.#check();
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

  #end(batch: Batch, { code, follows = true, isApplied = code === undefined }: Outcome): void {
    if (code === undefined || isApplied) this.#apply(batch);
    if (code === undefined && !follows) this.isStale = true;
    const error = code && failure(code);
    if (batch !== this.writing) return this.send({ type: 'sent', batch, follows, error });
    // While the queue pauses, a write in flight may still end, and its commits leave the queue.
    const { isPaused } = this;
    this.isPaused = false;
    this.writing = undefined;
    this.send({ type: 'sent', batch, follows, error });
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
        if (!this.isStale) this.position += effect.events;
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
    checkEqual(
      [batch.first, batch.after],
      [this.settled + 1, this.isStale ? undefined : this.position],
      'where a batch begins',
    );
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

  #apply(batch: Batch): void {
    for (const number of numbersOf(batch.commits)) if (number > this.stored.length) this.stored.push(number);
    checkEqual(this.stored, upTo(this.stored.length), 'the log');
  }

  #check(): void {
    const { commits, isRunning, isStale, pending, position, storage } = this.queue;
    checkEqual(queuedNumbers(commits), this.#next(this.commits.length - this.settled), 'commits in the queue');
    checkEqual(
      [pending, position, isStale],
      [eventsIn(commits), this.position, this.isStale],
      'pending events and the known position',
    );
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
