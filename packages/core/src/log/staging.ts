import type { ImportOutcome } from './commit.ts';
import type { Commit } from './commit.ts';

/**
 * Imports that are too large for one batch: their commits are stored a batch at a time where nobody sees them, and become
 * part of the log all at once.
 *
 * Errors: reading rejects with `log.corrupt` or `log.read_failed`, writing with `log.write_failed` or `log.full`, all with `log.closed`.
 */
export interface Staging {
  /**
   * Begins an import, and deletes in one transaction what others have staged: what a crash has left, and what is still being
   * staged, in whatever tab. That one then rejects with `staging.superseded`, and nothing of it is ever seen.
   */
  begin(): Promise<StagedImport>;
}

/** One import, until it is published or discarded. */
export interface StagedImport {
  /**
   * Stores commits behind what is staged already, in one transaction. Events that the log or this import has are left out
   * and reported. Nothing of it is seen, and nothing of it survives the next `begin`. A commit with nothing new is left out.
   */
  stage(commits: readonly Commit[]): Promise<ImportOutcome>;
  /**
   * Puts all that is staged at the end of the log, in the order in which it was staged, in one transaction: other openers see
   * none of it before and all of it after, and a crash leaves the one or the other. What has come into the log since it was
   * staged is left out and reported. To every writer it is as if another had written: `follows` is false.
   */
  publish(): Promise<Published>;
  /** Deletes what is staged. An import that was superseded, or published, has nothing to delete. */
  discard(): Promise<void>;
}

export interface Published extends ImportOutcome {
  /** How many events have come into the log. */
  readonly events: number;
  /** Position of the last of them; of the log's last event when there are none. */
  readonly last: number;
}
