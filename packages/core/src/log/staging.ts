import type { ImportOutcome } from './commit.ts';
import type { Commit } from './commit.ts';

/**
 * Stages imports that are too large for one batch. Their commits are stored invisibly, a batch at a time, and enter the
 * log all at once.
 *
 * Errors: reading rejects with `log.corrupt` or `log.read_failed`, writing with `log.write_failed` or `log.full`, all
 * with `log.closed`.
 */
export interface Staging {
  /**
   * Begins an import, and deletes earlier staged events in one transaction: those left by a crash, and those of an
   * import in progress in any tab. That import then rejects with `staging.superseded`, and none of it becomes visible.
   */
  begin(): Promise<StagedImport>;
}

/** One import, until it is published or discarded. */
export interface StagedImport {
  /**
   * Stages commits after those already staged, in one transaction. Events that the log or this import already has are
   * left out and reported; so is a commit without new events. Staged events are invisible, and do not survive the next
   * `begin`.
   */
  stage(commits: readonly Commit[]): Promise<ImportOutcome>;
  /**
   * Moves all staged events to the end of the log, in order, in one transaction. Other openers see all of them or none,
   * also after a crash. Events that reached the log meanwhile are left out and reported. It is one row,
   * which no writer knows.
   */
  publish(): Promise<Published>;
  /** Deletes the staged events. Does nothing after the import was superseded or published. */
  discard(): Promise<void>;
}

export interface Published extends ImportOutcome {
  /** How many events entered the log. */
  readonly events: number;
  /** Position of the last of them; of the log's last event if there are none. */
  readonly last: number;
}
