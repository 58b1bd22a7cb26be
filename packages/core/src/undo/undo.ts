import type { Receipt } from '../write/receipt.ts';
import type { Rejection } from '../model/command.ts';

export interface UndoOptions {
  /** Uses the actor's undo stack for commands and transactions of this scope only. Default: all that the actor did. */
  readonly scope?: string;
}

/** The undo and redo of one actor, in one scope or in all. */
export interface Undo {
  /**
   * Undoes the newest group that can be undone, by appending `$undo` or its command's compensation. Throws
   * `store.travelling` while a timeline shows the past, and `store.busy` within a transaction, a command or a reducer.
   * Also throws `store.not_ready`, `store.closed`, and the errors of a compensating command.
   */
  undo(): UndoOutcome;
  /** Redoes the last undo, if the actor did nothing new since. Throws as `undo` does. */
  redo(): UndoOutcome;
  /** The identical object until it changes. */
  readonly state: UndoState;
  /** Calls `listener` when `state` changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface UndoState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The label of the group that would be undone, if it has one. */
  readonly undoLabel?: string;
  readonly redoLabel?: string;
  /**
   * Why they are refused whatever the stacks hold. `travelling`: a timeline shows the past. `reading`: events that one
   * of them needs are being read from the log, and the state changes when they have come.
   */
  readonly reason?: 'travelling' | 'reading';
}

/**
 * The outcome of an undo or redo.
 *
 * - `nothing`: there is nothing to undo or redo.
 * - `superseded`: it would change no read model, since later events changed the same.
 * - `not-undoable`: the group has an event that must stay.
 * - `out-of-horizon`: the group is beyond the log's horizon.
 * - `rejected`: the command rejected the compensation.
 * - `reading`: its events are no longer in memory, and are being read from the log. Call again when `state` changes.
 */
export type UndoOutcome =
  | {
      readonly ok: true;
      /** The groups that the control names, or the one that was compensated, newest first. */
      readonly groups: readonly string[];
      readonly label?: string;
      readonly receipt: Receipt;
      /** Those of these groups that changed nothing. */
      readonly superseded: readonly Superseded[];
    }
  | {
      readonly ok: false;
      readonly reason: 'nothing' | 'superseded' | 'not-undoable' | 'out-of-horizon' | 'rejected' | 'reading';
      readonly superseded: readonly Superseded[];
      readonly rejection?: Rejection;
    };

/** A group whose undo changes no read model, and the later event that caused that. */
export interface Superseded {
  readonly group: string;
  readonly label?: string;
  /** Absent if no read model ever showed the group. */
  readonly by?: { readonly id: string; readonly type: string; readonly actorId: string };
}
