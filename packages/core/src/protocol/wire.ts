import type { Cursor } from './cursor.ts';

/**
 * A commit as text: one line of JSON, `{"events":[envelope,…],"imported":true?}`. The text is stored and sent as it is,
 * and never parsed to be moved. `ids` are those of its events, in order.
 */
export interface Line {
  readonly text: string;
  readonly ids: readonly string[];
}

/**
 * A commit in the log of an authority. Its text is that of the commit with a head before the events:
 * `{"seq":12,"at":"2026-01-31T12:00:00.000Z","by":"client","events":[…]}`. `seq` is the position of the first event,
 * and `at` is when the authority received it.
 */
export interface ConfirmedLine extends Line {
  /**
   * The client that pushed it. The lines by a client take its numbers: the first has number 1. A line that refuses a
   * commit is by the client of that commit, and takes its number.
   */
  readonly by: string;
  /** The `$rejected` events in it, and the ids that each refuses. */
  readonly refusals?: readonly Refusal[];
}

export interface Refusal {
  /** Id of the `$rejected` event. */
  readonly id: string;
  /** Ids of the events of the refused commit. */
  readonly events: readonly string[];
}

/** The commits of an authority's log after a cursor, in order and whole. `cursor` is the one after them. */
export interface Page {
  readonly after: Cursor;
  readonly lines: readonly ConfirmedLine[];
  readonly cursor: Cursor;
}
