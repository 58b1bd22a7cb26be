import type { Cursor } from '../protocol/cursor.ts';
import type { Line, Page } from '../protocol/wire.ts';
import type { Commit, RecordedCommit } from './commit.ts';
import type { Mark } from './mark.ts';

/**
 * What tabs and synchronisation need of a log, all or nothing. Where the device is the authority, everything stored is
 * confirmed. Once the log has joined an authority, everything stored is pending until the authority confirms it.
 *
 * Each method is a transaction, as those of the log are, and rejects with the same errors. The methods that take a term
 * are those of a leader: they reject with `log.term_over` once another has begun. The methods about an authority reject
 * with `log.not_joined` before the log has joined one.
 */
export interface SyncedLog {
  head(): Promise<SyncedHead>;
  news(options: NewsOptions): Promise<News>;
  /** Begins the term of a new leader, and resolves to its number. */
  lead(): Promise<number>;
  /**
   * Lets an authority confirm the log from here on. All its commits are pending then. Joining the same authority again
   * changes nothing. Rejects with `log.joined` if the log has joined another, and with `sync.log_compacted` if its
   * beginning has been dropped.
   */
  join(authority: Authority): Promise<Mark>;
  /** The first pending commits: about this many events, and at least one commit. Undefined if nothing is pending. */
  outgoing(limit: number): Promise<Outgoing | undefined>;
  /**
   * Adds a page of the authority. Pending commits leave whose events are in it, or are refused in it. Rejects with
   * `cursor.mismatch` unless the page continues the log.
   */
  apply(page: Page, term: number): Promise<Mark>;
  /**
   * Cursors of the log, from its end backwards, at distances that double. An authority that has lost events finds the
   * last one that it has too.
   */
  cursors(): Promise<readonly Cursor[]>;
  /**
   * Cuts the log after the last event that it shares with its authority. Its own later commits are pending again,
   * before the others and under the same ids. Commits of other clients are dropped, and so are later snapshots. Rejects
   * with `cursor.mismatch` unless a commit ends at the target, with its chain. Rejects with `log.compacted` if that
   * event has been dropped. It is always possible to begin again from nothing.
   */
  rewind(target: RewindTarget, term: number): Promise<Rewound>;
  /** Takes a new name for the log, under which its pending commits are numbered from 1. */
  rename(client: string, term: number): Promise<void>;
  /** The refused commits, in the order of their refusals. */
  refused(): Promise<readonly RefusedCommit[]>;
  /** Forgets refused commits, by the ids of their `$rejected` events. */
  dismiss(rejections: readonly string[]): Promise<void>;
}

/** The part of a log's head that concerns confirming. */
export interface SyncedHead {
  readonly mark: Mark;
  /** Goes up with each leader. A transaction of an earlier leader is refused. */
  readonly term: number;
  /** Absent where the device is the authority: everything stored is then confirmed. */
  readonly sync?: SyncState;
}

/** How far a log has come with its authority. */
export interface SyncState {
  /** The name under which this log pushes. */
  readonly client: string;
  /** The names under which it pushed before. */
  readonly formerClients: readonly string[];
  readonly incarnation: string;
  /** The chain of the confirmed events. */
  readonly chain: string;
  /**
   * How many lines by this client are confirmed, refusals included. The number of a pending commit is this, and its
   * place among those pending, counted from 1.
   */
  readonly settled: number;
}

/**
 * What an opener does not know yet. `continued`: confirmed commits after its mark, then everything pending, and the new
 * mark. If more is confirmed than was asked for, `pending` is absent: read on from the new mark. `restarted`: confirmed
 * events have left the log, or compaction dropped some that the opener does not know, so it has to begin again.
 */
export type News =
  | {
      readonly kind: 'continued';
      readonly confirmed: readonly RecordedCommit[];
      readonly pending?: readonly Commit[];
      readonly mark: Mark;
    }
  | { readonly kind: 'restarted'; readonly mark: Mark };

/** Where to read news from, and about how many confirmed events. */
export interface NewsOptions {
  readonly since: Mark;
  readonly limit: number;
}

/** The first pending commits, to be pushed. */
export interface Outgoing {
  readonly client: string;
  /** The client's number of the first line. */
  readonly first: number;
  readonly cursor: Cursor;
  readonly lines: readonly Line[];
}

/** The authority that a log joins. */
export interface Authority {
  readonly incarnation: string;
  /** A new name for this log, never used before. */
  readonly client: string;
  /** How many positions back undo and redo reach in the authority's log. */
  readonly undoHorizon: number;
}

/** The last event that a log and an authority share, as the authority's cursor, and a new name for the log. */
export interface RewindTarget {
  readonly to: Cursor;
  readonly client: string;
}

/** The outcome of a rewind, in events. */
export interface Rewound {
  readonly mark: Mark;
  /** This log's own events, which are pending again. */
  readonly returned: number;
  /** Events of other clients, and refusals. The authority has lost them. */
  readonly dropped: number;
  /** Events, of anybody, that compaction had dropped. They cannot be returned. */
  readonly compacted: number;
}

/** A commit that the authority refused, until somebody deals with it. */
export interface RefusedCommit {
  /** Id of the `$rejected` event. */
  readonly rejection: string;
  readonly commit: Commit;
}
