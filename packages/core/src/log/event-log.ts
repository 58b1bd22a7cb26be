import type { ImportOutcome } from './commit.ts';
import type { RefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Batch, RecordedCommit } from './commit.ts';
import type { Mark } from './mark.ts';
import type { Compactable, Compacted, CompactionPlan } from './compaction.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { Staging } from './staging.ts';
import type { SyncedLog } from './synced-log.ts';

/** How many positions back undo and redo reach in a log that stores no horizon of its own. */
export const DEFAULT_UNDO_HORIZON = 10_000;

/** Stored events by id; undefined for a compacted event, whose content is gone. */
export type KnownEvents = ReadonlyMap<string, Envelope | undefined>;

/** The metadata of an opened log. */
export interface LogHead {
  /** Identity of the stored log: another identity means another log. */
  readonly id: string;
  /** Position of the last event; 0 if empty. */
  readonly position: number;
  /** Position of the last compacted event: the log begins after it. 0 if the log is whole. */
  readonly floor: number;
  /** How many batches `seal` has not merged yet. */
  readonly unsealed: number;
  /**
   * How many positions back an undo or redo reaches. Fixed when the log is created, so it is the same for all openers.
   */
  readonly undoHorizon: number;
}

/** Where to read from, and about how many events. */
export interface ReadOptions {
  /** Reads commits whose last event is after this position. 0 reads from the start. */
  readonly after: number;
  /**
   * Reading stops after the stored row that reaches this many events. It returns at least one event, if there is one.
   */
  readonly limit: number;
}

/** Some commits in order, and the position of the last event among them (`after` if there is none). */
export interface LogPage {
  readonly commits: readonly RecordedCommit[];
  readonly last: number;
  /** How far the log reached at the time of reading. */
  readonly mark: Mark;
}

/** The result of a write. */
export interface Appended {
  /**
   * Number of the row that it added. If it is not the next one after the last row that the writer knows, another opener
   * has written in between.
   */
  readonly row: number;
}

/**
 * The event log of one device. Each method is a transaction: it takes effect whole, or rejects without effect. Several
 * openers (tabs) may share a log, and never see or leave half a write.
 *
 * Ordering: the log has one order, in which the commits of a writer ascend by number. Each write adds one row, and the
 * rows of all openers are numbered together, from 1 and without gaps. Once read, an event keeps its
 * position. The log stores appended events as JSON text, never rewrites them, and may only move them between rows.
 *
 * Identity: a handle is bound to the log it first opened. If that log is gone or replaced, every method rejects with
 * `log.lost`, and nothing is created in its place.
 *
 * Errors:
 * - `open` rejects with `log.open_failed` or `log.format_newer`.
 * - Writing rejects with `log.write_failed` or `log.full`.
 * - Reading rejects with `log.corrupt` if content is damaged, with `log.read_failed` if the platform fails, or with
 *   `log.compacted` before the floor.
 * - All methods reject with `log.blocked` if storage does not respond in time, and with `log.closed` after `close`.
 */
export interface EventLog {
  readonly name: string;
  /**
   * Whether it is kept on people's devices, as IndexedDB is. A server has none of its events, so a page rendered there
   * begins without them.
   */
  readonly isOnDevice?: true;
  /**
   * Whether it only stands in for a log that is elsewhere. It is empty, and a store over it is ready without opening
   * it.
   */
  readonly isAbsent?: true;
  /** Whether the log was opened here before, if that is known without opening it. */
  readonly isKnown?: boolean;
  /** Opens or creates the log. Await it before anything else. Opening again returns the current head. */
  open(): Promise<LogHead>;
  /**
   * Appends a batch. Resolves when the transaction is complete: the batch survives a crash of the tab and of the
   * browser. It looks nothing up, so event ids must be new. Repeating an append of the same writer (same numbers)
   * changes nothing, so a batch with an unknown outcome can be sent again.
   */
  append(batch: Batch): Promise<Appended>;
  /** Like `append`, for events with ids of their own: stored events are left out and reported. */
  import(batch: Batch): Promise<Appended & ImportOutcome>;
  /** Resolves when all earlier appends survive a power cut. */
  flush(): Promise<void>;
  /** Reads confirmed commits. Where the device is the authority, these are all. */
  read(options: ReadOptions): Promise<LogPage>;
  /** The stored events with these ids, by id; undefined for a compacted event, whose content is gone. */
  find(ids: readonly string[]): Promise<KnownEvents>;
  /** Merges small batches into segments, which read faster. Changes no event, order or position. */
  seal(): Promise<void>;
  /**
   * Drops the oldest events for good. In one transaction it makes a plan from the current snapshots, and drops whole
   * segments up to the planned position. The plan's bases are kept until the next compaction that drops something. The
   * other events keep their positions. It keeps the ids of dropped events, so that they are not imported again. It does
   * not keep their content, so the same id counts as a duplicate whatever its content.
   */
  compact(plan: (log: Compactable) => CompactionPlan): Promise<Compacted>;
  close(): Promise<void>;
  /**
   * Closes the log and deletes it. Resolves when it is gone. Rejects with `log.blocked` while another opener holds it;
   * it is then deleted once that opener closes. May be called again. Leaves alone another log that has taken its place.
   */
  destroy(): Promise<void>;
  /**
   * Calls `listener` with the error that a write would get, when storage is lost or unavailable. Calls it without an
   * error when storage is available again. Only for a log that can detect this.
   */
  onFault?(listener: (fault: RefoldError | undefined) => void): void;
  /** Where read models are saved. Without it, the whole log is folded at each opening. */
  readonly snapshots?: SnapshotStore;
  /** Stages imports that are too large for one batch. */
  readonly staging: Staging;
  /**
   * Loads the part of the log that tells confirmed events from pending ones. Rejects with `part.not_loaded`. A log
   * without this method is for one tab at a time, and confirms its events itself.
   */
  sync?(): Promise<SyncedLog>;
}
