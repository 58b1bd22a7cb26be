import type { RefoldError } from '../errors/refold-error.ts';
import type { Batch, Commit, ImportOutcome } from '../log/commit.ts';
import type { Mark } from '../log/mark.ts';
import { sizes } from '../log/sizes.ts';
import type { WrittenReceipt } from './receipt.ts';
import { nextStorage, type StorageEffect, type StorageMessage, type StorageState, working } from './storage-state.ts';

/** A commit that waits to be written. */
export interface QueuedCommit {
  readonly commit: Commit;
  /** One, or those of the calls within a transaction. */
  readonly receipts: readonly WrittenReceipt[];
  /** Receives what an import found stored already. Commits of one import share it; appended commits have none. */
  readonly found?: (outcome: ImportOutcome) => void;
}

/** The commits that are not stored yet, and how far writing them is. */
export interface WriteQueue {
  readonly writer: string;
  /** In order. A commit stays here until it is stored. */
  readonly commits: QueuedCommit[];
  /** Events in the queue. */
  pending: number;
  /** Commits that have left the queue: the next one has this number plus 1. */
  written: number;
  /** Number of the last commit that the log is known to have: more than `written` after an early write. */
  stored: number;
  /** How far the log was read or written here: all of it, unless the queue is stale. */
  known: Mark;
  /** Whether something was written to the log after `known`, or may have been. */
  isStale: boolean;
  /** Number of the last row that was added here. */
  row: number;
  /** Whether the queue is being written; otherwise it is empty, or waits for the next commit after a failure. */
  isRunning: boolean;
  isPaused: boolean;
  /** The batch in flight. */
  writing?: Batch | undefined;
  /** The last batch that was sent because the page was hidden, until its outcome is known. */
  flushing?: Batch | undefined;
  storage: StorageState;
}

export type QueueMessage =
  /** Commits to add. The queue is tried again, even if there are none. */
  | { readonly type: 'queued'; readonly commits: readonly QueuedCommit[] }
  /** A write that did not go through the queue has succeeded, or the log can be reached again. */
  | { readonly type: 'written' | 'there' }
  /** The log reported a fault on its own, or merging has failed. */
  | { readonly type: 'failed'; readonly error: RefoldError }
  /** Writing may go on: the reply to `ready`. */
  | { readonly type: 'ready' }
  | Sent
  /** The page is hidden, and may be about to close. */
  | { readonly type: 'hidden' }
  | { readonly type: 'pause'; readonly isPaused: boolean }
  /** The log was read up to `mark`. Without a mark, it is known to have more than what was read. */
  | { readonly type: 'read'; readonly mark?: Mark; readonly isStale: boolean };

/** The outcome of a write. */
interface Sent {
  readonly type: 'sent';
  readonly batch: Batch;
  /** The row that was added; undefined after an error. */
  readonly row: number | undefined;
  /** Whether the row was an import, and lacks events that were stored before. */
  readonly isShort: boolean;
  readonly error: RefoldError | undefined;
}

/** The writer runs the effects of a message in order. */
export type QueueEffect =
  /** Call the method of this name on each receipt, then report the pending events and the state of storage. */
  | { readonly type: StorageEffect; readonly commits: readonly QueuedCommit[] }
  | { readonly type: 'store'; readonly commits: readonly QueuedCommit[]; readonly events: number }
  /** Send `ready` after a microtask: commits that are appended in one go are then one batch. */
  | { readonly type: 'ready' }
  /** Write the batch, then send `sent`. After `hidden`, another batch may be in flight. */
  | { readonly type: 'write'; readonly batch: Batch; readonly found?: QueuedCommit['found'] };

const READY = { type: 'ready' } as const;
/** No receipt moves on: only pending events and the state of storage are reported. */
const REPORT = { type: 'retry', commits: [] } as const;

export const createQueue = (writer: string): WriteQueue => ({
  writer,
  commits: [],
  pending: 0,
  written: 0,
  stored: 0,
  known: { generation: 0, confirmed: 0, row: 0 },
  isStale: false,
  row: 0,
  isRunning: false,
  isPaused: false,
  storage: working,
});

/**
 * Applies a message to the queue, in place, and returns the effects. They depend on the queue and the message alone.
 * Commits are written in order, one batch at a time. Commits that could not be written stay at the front and are tried
 * again with the next commit, so the log never has a gap.
 */
export function applyMessage(queue: WriteQueue, message: QueueMessage): readonly QueueEffect[] {
  switch (message.type) {
    case 'queued':
      for (const queued of message.commits) {
        queue.commits.push(queued);
        queue.pending += queued.commit.events.length;
      }
      return onStorage(queue, message);
    case 'ready':
      return proceed(queue);
    case 'sent':
      return onSent(queue, message);
    case 'hidden':
      return flush(queue);
    case 'pause':
      queue.isPaused = message.isPaused;
      return [READY];
    case 'read':
      queue.isStale = message.isStale;
      queue.known = message.mark ?? queue.known;
      return [];
    default:
      return onStorage(queue, message);
  }
}

function onStorage(queue: WriteQueue, message: StorageMessage): readonly QueueEffect[] {
  const { state, effect } = nextStorage(queue.storage, message);
  queue.storage = state;
  // A write in flight reports its own outcome.
  if (queue.isRunning || effect === undefined) return [REPORT];
  // A copy: a listener of a receipt may append.
  const commits = [...queue.commits];
  queue.isRunning = effect === 'retry' && commits.length > 0;
  return [{ type: effect, commits }, READY];
}

function proceed(queue: WriteQueue): readonly QueueEffect[] {
  if (!queue.isRunning || queue.isPaused || queue.writing !== undefined) return [];
  if (queue.stored > queue.written) return settle(queue);
  if (queue.storage.status === 'lost') {
    queue.isRunning = false;
    return onStorage(queue, { type: 'queued' });
  }
  // The log ignores a batch that it has already, but only as long as it remembers this writer.
  if (queue.flushing !== undefined) return [];
  queue.writing = nextBatch(queue, sizes.writeBatch);
  return [{ type: 'write', batch: queue.writing, found: queue.commits[0]!.found }];
}

function onSent(queue: WriteQueue, { batch, row, isShort, error }: Sent): readonly QueueEffect[] {
  if (queue.flushing === batch) queue.flushing = undefined;
  if (row !== undefined) {
    const { stored } = queue;
    queue.stored = Math.max(stored, batch.first + batch.commits.length - 1);
    queue.row = Math.max(queue.row, row);
    noteRow(queue, row, batch.commits.slice(Math.max(0, stored + 1 - batch.first)), isShort);
  }
  if (queue.writing !== batch) return proceed(queue);
  queue.writing = undefined;
  if (error === undefined || queue.stored > queue.written) return settle(queue);
  queue.isRunning = false;
  return onStorage(queue, { type: 'failed', error });
}

/** Judges a row that was added, by the commits that are new in it. A row up to the last known one was read before. */
function noteRow(queue: WriteQueue, row: number, commits: readonly Commit[], isShort: boolean): void {
  const { known } = queue;
  if (isShort || row !== known.row + 1) queue.isStale ||= row > known.row;
  else if (!queue.isStale) queue.known = { ...known, row, confirmed: known.confirmed + eventsIn(commits) };
}

/** Removes stored commits from the front. */
function settle(queue: WriteQueue): readonly QueueEffect[] {
  const commits = queue.commits.splice(0, queue.stored - queue.written);
  const events = eventsIn(commits.map(({ commit }) => commit));
  queue.written = queue.stored;
  queue.pending -= events;
  queue.isRunning = queue.commits.length > 0;
  queue.storage = nextStorage(queue.storage, { type: 'written' }).state;
  return [{ type: 'store', commits, events }, READY];
}

/** Imports, and commits after them, wait: an import has to look up what is stored already. */
function flush(queue: WriteQueue): readonly QueueEffect[] {
  const first = queue.commits[0];
  if (first === undefined || first.found !== undefined || queue.storage.status === 'lost') return [];
  queue.flushing = nextBatch(queue, Infinity);
  return [{ type: 'write', batch: queue.flushing }];
}

/** The longest run of commits at the front that may be in one batch; at least one. */
function nextBatch({ writer, written, commits: queued }: WriteQueue, limit: number): Batch {
  const commits: Commit[] = [];
  let events = 0;
  for (const { commit, found } of queued) {
    events += commit.events.length;
    if (found !== queued[0]!.found || (commits.length > 0 && events > limit)) break;
    commits.push(commit);
  }
  return { writer, first: written + 1, commits };
}

const eventsIn = (commits: readonly Commit[]): number => commits.reduce((sum, { events }) => sum + events.length, 0);
