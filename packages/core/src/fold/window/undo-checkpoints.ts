import type { Key } from '../../model/table/rows.ts';
import type { ModelChange, ModelState } from '../fold.ts';
import type { Footprint } from '../footprint.ts';
import { sizes } from '../../log/sizes.ts';

/** The changes of a read model over some events: keys of rows, or `whole` if those are unknown. */
export type Changed = Set<Key> | 'whole' | undefined;

/** A read model at a position, and its changes from there to the next checkpoint. */
export interface Checkpoint {
  readonly position: number;
  readonly state: ModelState;
  since: Changed;
  /** What the events up to the next checkpoint read and wrote, where that is known. */
  readonly footprint?: Footprint | undefined;
}

/**
 * Earlier states of a read model, to fold on from when an event is taken out. States are immutable, so a checkpoint
 * costs only the changes since. Checkpoints are dense near the head, where most undos are, and sparse below; the more
 * memory they take, the sparser. The lowest is at a stable position.
 */
export class UndoCheckpoints {
  readonly #horizon: number;
  readonly #isSaved: boolean;
  #checkpoints: readonly Checkpoint[];
  #settled: Changed;
  /** How many times sparser they are than usual. */
  spread = 1;

  /** `isSaved`: whether changes below the lowest checkpoint will be asked for. */
  constructor(base: { readonly position: number; readonly state: ModelState }, horizon: number, isSaved: boolean) {
    this.#horizon = horizon;
    this.#isSaved = isSaved;
    this.#checkpoints = [{ ...base, since: undefined }];
  }

  get all(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  get base(): Checkpoint {
    return this.#checkpoints[0]!;
  }

  /** Whether a checkpoint at a position is worthwhile. */
  isDue(position: number): boolean {
    return position - this.#checkpoints.at(-1)!.position >= gapAt(0, this.#horizon);
  }

  /** Adds a checkpoint at the head. `settled`: the position up to which no event will be flipped any more. */
  mark(position: number, state: ModelState, settled: number): void {
    const checkpoints = [...this.#checkpoints, { position, state, since: undefined }];
    const { kept, below } = thin(checkpoints, settled, this.#horizon, this.spread);
    this.#checkpoints = kept;
    if (this.#isSaved) this.#settled = merged(this.#settled, below);
  }

  /** Records the changes of a batch after the highest checkpoint. */
  note(change: ModelChange): void {
    const top = this.#checkpoints.at(-1)!;
    if (change === 'whole') top.since = 'whole';
    else if (top.since !== 'whole') top.since = addAll(top.since ?? new Set(), change.keys());
  }

  /** The checkpoints from the highest one below a position on; undefined if there is none. */
  from(position: number): readonly Checkpoint[] | undefined {
    return checkpointsFrom(this.#checkpoints, position);
  }

  /** Replaces the highest checkpoints: as many, if `dropped` does not say how many. */
  replace(checkpoints: readonly Checkpoint[], dropped: number = checkpoints.length): void {
    this.#checkpoints = [...this.#checkpoints.slice(0, this.#checkpoints.length - dropped), ...checkpoints];
  }

  /** The changes below the lowest checkpoint since the last call. */
  takeSettled(): Changed {
    const settled = this.#settled;
    this.#settled = undefined;
    return settled;
  }
}

/** The checkpoints of a list from the highest one below a position on; undefined if there is none. */
export function checkpointsFrom(
  checkpoints: readonly Checkpoint[],
  position: number,
): readonly Checkpoint[] | undefined {
  let index = checkpoints.length;
  while (index > 0) if (checkpoints[--index]!.position < position) return checkpoints.slice(index);
  return undefined;
}

/** The distance between checkpoints, by their distance from the head. */
export const gapAt = (distance: number, horizon: number): number =>
  Math.max(1, Math.min(sizes.checkpointGap, Math.floor(horizon / sizes.checkpointsOfHorizon)), distance >> 3);

/**
 * Drops checkpoints that are closer than needed, and those below the last stable one. Returns the changes up to that.
 */
export function thin(
  checkpoints: readonly Checkpoint[],
  settled: number,
  horizon: number,
  spread = 1,
): { readonly kept: readonly Checkpoint[]; readonly below: Changed } {
  const head = checkpoints.at(-1)!;
  const kept: Checkpoint[] = [head];
  let below: Changed;
  for (let i = checkpoints.length - 2; i >= 0; i--) {
    const checkpoint = checkpoints[i]!;
    const newer = kept[0]!;
    const older = checkpoints[i - 1];
    if (newer.position <= settled) below = merged(below, checkpoint.since);
    else if (
      older !== undefined &&
      newer.position - older.position <= spread * gapAt(head.position - newer.position, horizon)
    )
      older.since = merged(older.since, checkpoint.since);
    else kept.unshift(checkpoint);
  }
  return { kept, below };
}

export function merged(a: Changed, b: Changed): Changed {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === 'whole' || b === 'whole') return 'whole';
  return a.size < b.size ? addAll(b, a) : addAll(a, b);
}

function addAll(keys: Set<Key>, more: Iterable<Key>): Set<Key> {
  for (const key of more) keys.add(key);
  return keys;
}
