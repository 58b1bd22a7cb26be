import type { Receipt } from '../write/receipt.ts';
import type { Rejection } from '../model/command.ts';

export interface UndoOptions {
  /** One undo stack of the actor: that of the commands and transactions of this scope. Default: all that the actor did. */
  readonly scope?: string;
}

/** What one actor can undo and redo now, in one scope or in all. */
export interface Undo {
  /**
   * Takes back the newest group that can be, by appending `$undo`, or what its command compensates with. Throws
   * `store.travelling` while a timeline shows the past, `store.busy` within a transaction, a command or a reducer,
   * `store.not_ready`, `store.closed`, and what its command throws.
   */
  undo(): UndoOutcome;
  /** Brings back what was undone last, as long as nothing new was done since. Throws as `undo` does. */
  redo(): UndoOutcome;
  /** The same object until it changes. */
  readonly state: UndoState;
  /** Told when `state` changes; the answer ends it. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface UndoState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The label of what would be undone, where it has one. */
  readonly undoLabel?: string;
  readonly redoLabel?: string;
  /** Why neither can be done, where that is not for lack of something: a timeline shows the past. */
  readonly reason?: 'travelling';
}

/**
 * What came of an undo or redo. `nothing`: there is nothing to take. `superseded`: it would change no read model, since later
 * events have. `not-undoable`: it holds an event that must stay. `out-of-horizon`: it is older than the log's horizon.
 * `rejected`: the command's compensation was.
 */
export type UndoOutcome =
  | {
      readonly ok: true;
      /** The groups that the control names, or the one that was compensated, newest first. */
      readonly groups: readonly string[];
      readonly label?: string;
      readonly receipt: Receipt;
      /** Of these groups, those that changed nothing. */
      readonly superseded: readonly Superseded[];
    }
  | {
      readonly ok: false;
      readonly reason: 'nothing' | 'superseded' | 'not-undoable' | 'out-of-horizon' | 'rejected';
      readonly superseded: readonly Superseded[];
      readonly rejection?: Rejection;
    };

/** A group whose undoing changes no read model, and the later event that saw to that. */
export interface Superseded {
  readonly group: string;
  readonly label?: string;
  /** Absent when no read model ever showed the group. */
  readonly by?: { readonly id: string; readonly type: string; readonly actorId: string };
}
