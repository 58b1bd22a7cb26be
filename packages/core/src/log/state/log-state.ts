import { RefoldError } from '../../errors/refold-error.ts';
import { EMPTY_CHAIN } from '../../protocol/chain.ts';
import { type Cursor, cursorText } from '../../protocol/cursor.ts';
import type { Line } from '../../protocol/wire.ts';
import type { LogHead } from '../event-log.ts';
import type { Mark } from '../mark.ts';
import type { SyncedHead, SyncState } from '../synced-log.ts';
import { type CommitList, emptyCommits, eventsIn } from './commit-list.ts';

/**
 * A log as plain data that never changes. Each operation is a function from a state to the next one, and stands for one
 * transaction: a crash leaves the state before it or the one after it. A function that throws changes nothing.
 */
export interface LogState {
  readonly id: string;
  readonly undoHorizon: number;
  /** Position of the last dropped event. */
  readonly floor: number;
  /** The chain up to the floor. */
  readonly floorChain: string;
  /** Goes up when confirmed events leave the log. */
  readonly generation: number;
  /** The number of the current leader. */
  readonly term: number;
  /** Number of the last row. Each append is one row. */
  readonly row: number;
  readonly confirmed: CommitList;
  /** Commits that the authority has not confirmed, in this device's order. Empty where the device is the authority. */
  readonly pending: readonly Line[];
  readonly refused: readonly RefusedLine[];
  /** The number of the last commit of each writer, the latest writer last. Few write at a time, so a list is fast. */
  readonly writers: readonly (readonly [writer: string, commit: number])[];
  readonly sync: SyncState | undefined;
}

/** The text of a refused commit. */
export interface RefusedLine {
  /** Id of the `$rejected` event. */
  readonly rejection: string;
  readonly line: Line;
}

/** The state after an operation, and its result. */
export type Step<T> = readonly [state: LogState, result: T];

/** A log without commits. Its events begin after a position, if earlier ones are in snapshots only. */
export function emptyLog(id: string, undoHorizon: number, floor = 0): LogState {
  return {
    id,
    undoHorizon,
    floor,
    floorChain: EMPTY_CHAIN,
    generation: 0,
    term: 0,
    row: 0,
    confirmed: emptyCommits,
    pending: [],
    refused: [],
    writers: [],
    sync: undefined,
  };
}

/** Position of the last confirmed event. */
export const positionOf = ({ confirmed, floor }: LogState): number => floor + eventsIn(confirmed);

export const markOf = (state: LogState): Mark => ({
  generation: state.generation,
  confirmed: positionOf(state),
  row: state.row,
});

export function headOf(state: LogState): LogHead & SyncedHead {
  const { id, floor, undoHorizon, term, sync } = state;
  const head = { id, position: positionOf(state), floor, undoHorizon, unsealed: 0, term, mark: markOf(state) };
  return sync === undefined ? head : { ...head, sync };
}

/** The synchronisation of a log that has joined an authority. Throws `log.not_joined` for another log. */
export function syncOf({ id, sync }: LogState): SyncState {
  if (sync === undefined) throw new RefoldError('log.not_joined', { log: id });
  return sync;
}

/** Throws `log.term_over` unless the term is the current one. */
export function checkTerm({ id, term: current }: LogState, term: number): void {
  if (term !== current) throw new RefoldError('log.term_over', { log: id, term, current });
}

/** The cursor of the confirmed events of a log that has joined an authority. */
export function cursorOf(state: LogState): Cursor {
  const { incarnation, chain } = syncOf(state);
  return { incarnation, seq: positionOf(state), chain };
}

/** Throws `cursor.mismatch` unless two cursors are equal. */
export function checkCursor({ id }: LogState, expected: Cursor, found: Cursor): void {
  const texts = { expected: cursorText(expected), found: cursorText(found) };
  if (texts.expected !== texts.found) throw new RefoldError('cursor.mismatch', { log: id, ...texts });
}
