import type { Cursor } from '../protocol/cursor.ts';
import type { Line } from '../protocol/wire.ts';
import type { Commit, RecordedCommit } from './commit.ts';
import type { Mark } from './mark.ts';

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
