import type { ImportOutcome } from './commit.ts';
import type { RefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Batch, RecordedCommit } from './commit.ts';
import type { Compactable, Compacted, CompactionPlan } from './compaction.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { Staging } from './staging.ts';

/** How many positions back undo and redo reach in a log that was made without a number of its own. */
export const DEFAULT_UNDO_HORIZON = 10_000;

/** Events by id, as they are stored; undefined for one that was stored and whose content has been dropped. */
export type KnownEvents = ReadonlyMap<string, Envelope | undefined>;

/** What a log says of itself when it is opened. */
export interface LogHead {
  /** Identity of the stored log: another one means another log. */
  readonly id: string;
  /** Position of the last event; 0 when empty. */
  readonly position: number;
  /** Position of the last event that was dropped by compaction: the log begins behind it. 0 when it is whole. */
  readonly floor: number;
  /** Batches that `seal` has not merged yet. */
  readonly unsealed: number;
  /** How many positions back an undo or redo reaches: the same for all openers, since it was fixed when the log was made. */
  readonly undoHorizon: number;
}

/** Where to read from, and about how many events. */
export interface ReadOptions {
  /** Commits whose last event is past this position. 0 reads from the start. */
  readonly after: number;
  /** Enough: reading stops behind the stored piece that reaches this many events. At least one event is given if there is one. */
  readonly limit: number;
}

/** Some commits in order, and the position of the last event among them (`after` when there is none). */
export interface LogPage {
  readonly commits: readonly RecordedCommit[];
  readonly last: number;
  /** Position of the last event of the log at the time of reading. */
  readonly head: number;
}

/** What a write came to. */
export interface Appended {
  /**
   * Whether the log was as the writer knew it (`after`), so that what the writer has folded, and this batch, is the log.
   * False when another opener wrote in between, and when that cannot be told.
   */
  readonly follows: boolean;
}

/**
 * The event log of one device, as named transactions. Each either takes effect whole or rejects and has had no effect.
 * Logs may be shared by several openers (tabs); a method that writes is one transaction, so that openers never see, or
 * leave behind, half of it.
 *
 * Ordering: the log has one order, in which a writer's commits come in the order of their numbers; what was read once
 * keeps its position. Stored is what was appended, as JSON text: it is never rewritten, only laid out anew.
 *
 * Identity: what was opened once is that log for ever. Where it is no longer the one that is stored, or nothing is stored
 * any more, all methods reject with `log.lost`, and nothing is made in its place.
 *
 * Errors: `open` rejects with `log.open_failed` or `log.format_newer`; writing with `log.write_failed` or `log.full`;
 * reading with `log.corrupt` where content is damaged, with `log.read_failed` where the platform fails, or with `log.compacted`
 * from before the floor; all of them with `log.blocked` when storage cannot be had in time, and with `log.closed` after `close`.
 */
export interface EventLog {
  readonly name: string;
  /**
   * Whether it is kept on the devices of people, as IndexedDB is. A server has none of it, so a page that a server has
   * rendered begins without its events.
   */
  readonly isOnDevice?: true;
  /** Whether it only stands in for a log that is not here. It holds nothing, and a store over it is ready without opening it. */
  readonly isAbsent?: true;
  /** Opens, or creates. To be awaited before anything else; opening again gives the current head. */
  open(): Promise<LogHead>;
  /**
   * Adds a batch at the end. Resolves when the transaction is complete: the batch survives a crash of the tab and of the
   * browser. It looks nothing up: event ids must be fresh from an id source. Appending again what the same writer has
   * appended already (same numbers) changes nothing, so a batch whose fate is unknown can be sent again.
   */
  append(batch: Batch): Promise<Appended>;
  /** As `append`, for events with ids of their own: those that are stored already are left out and reported. */
  import(batch: Batch): Promise<Appended & ImportOutcome>;
  /** Resolves when all that was appended before survives a power cut. */
  flush(): Promise<void>;
  read(options: ReadOptions): Promise<LogPage>;
  /** The stored events with these ids, by id; undefined for one that was stored and whose content has been dropped. */
  find(ids: readonly string[]): Promise<KnownEvents>;
  /** Merges small batches into larger pieces, for reading fast. Changes no event, no order and no position. */
  seal(): Promise<void>;
  /**
   * Drops the oldest events for good, in one transaction, in which the plan is made of what is saved at that moment: whole
   * stored pieces up to the position that the plan says, and no more. Before it all is there, after it the floor says what
   * is not. The plan's bases are kept from then on, until a compaction that drops something has others. What is left keeps
   * its positions. Ids of what was dropped are kept, so that it is not imported again; its content is not, so the same id
   * counts as a duplicate whatever comes with it.
   */
  compact(plan: (log: Compactable) => CompactionPlan): Promise<Compacted>;
  close(): Promise<void>;
  /**
   * Closes, and deletes all that is stored. Resolves when it is gone; rejects with `log.blocked` when another opener holds
   * it, and then it goes when that one lets go. May be called again. Another log that has taken its place is left alone.
   */
  destroy(): Promise<void>;
  /**
   * Told, without asking, that storage is lost or cannot be had, by the error that a write would give; by nothing when it
   * can be had again. For a log that can tell.
   */
  onFault?(listener: (fault: RefoldError | undefined) => void): void;
  /** Where read models are saved. Without it the whole log is folded at each opening. */
  readonly snapshots?: SnapshotStore;
  /** Takes imports that are too large for one batch. */
  readonly staging: Staging;
}
