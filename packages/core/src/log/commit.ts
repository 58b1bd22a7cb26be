import type { Envelope } from '../model/envelope.ts';

/**
 * The events of one command, append or import: the unit that is stored whole. `imported` marks an import, which must
 * never start reactions. A commit whose events were all stored already is empty, and keeps its number.
 */
export interface Commit {
  readonly events: readonly Envelope[];
  readonly imported?: true;
}

/** A commit as read back. `position` is that of its first event; the first event of a log has position 1. */
export interface RecordedCommit extends Commit {
  readonly position: number;
}

/**
 * A batch of commits of one writer (one opening of the log by one tab), in order. A writer numbers its commits from 1;
 * `first` is the number of the first one here.
 */
export interface Batch {
  readonly writer: string;
  readonly first: number;
  readonly commits: readonly Commit[];
}

/** The events of an import that were stored before, by id. */
export interface ImportOutcome {
  /** Stored before with the same content: not stored again. */
  readonly duplicates: readonly string[];
  /** Stored before with other content: not stored. */
  readonly conflicts: readonly string[];
}
