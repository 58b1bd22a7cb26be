import type { Key } from '../model/table/rows.ts';
import type { ModelChange, ModelState } from './fold.ts';
import { sizes } from '../log/sizes.ts';

/** What changed in a read model over some events: keys of rows, or no telling which. */
export type Changed = Set<Key> | 'whole' | undefined;

/** A read model as it was at a position, and what changed in it from there to the next rung. */
export interface Checkpoint {
  readonly position: number;
  readonly state: ModelState;
  since: Changed;
}

/**
 * Earlier states of a read model, to fold on from when an event is taken out. States never change, so a rung costs no more
 * than what has changed since. They stand close together near the head, where most undos are, and further apart below;
 * the lowest stands where all is settled.
 */
export class UndoCheckpoints {
  readonly #horizon: number;
  readonly #isSaved: boolean;
  #checkpoints: readonly Checkpoint[];
  #settled: Changed;

  /** `isSaved`: whether somebody asks what changed below the lowest rung. */
  constructor(base: { readonly position: number; readonly state: ModelState }, horizon: number, isSaved: boolean) {
    this.#horizon = horizon;
    this.#isSaved = isSaved;
    this.#checkpoints = [{ ...base, since: undefined }];
  }

  get base(): Checkpoint {
    return this.#checkpoints[0]!;
  }

  /** Whether a rung at a position is worth its while. */
  isDue(position: number): boolean {
    return position - this.#checkpoints.at(-1)!.position >= gapAt(0, this.#horizon);
  }

  /** Puts a rung at the head. `settled`: the position up to which no event will be taken out or put back any more. */
  mark(position: number, state: ModelState, settled: number): void {
    const checkpoints = [...this.#checkpoints, { position, state, since: undefined }];
    const { kept, below } = thin(checkpoints, settled, this.#horizon);
    this.#checkpoints = kept;
    if (this.#isSaved) this.#settled = merged(this.#settled, below);
  }

  /** Notes what a batch behind the highest rung changed. */
  note(change: ModelChange): void {
    const top = this.#checkpoints.at(-1)!;
    if (change === 'whole') top.since = 'whole';
    else if (top.since !== 'whole') top.since = addAll(top.since ?? new Set(), change.keys());
  }

  /** The rungs from the highest one below a position on; undefined when there is none. */
  from(position: number): readonly Checkpoint[] | undefined {
    let index = this.#checkpoints.length;
    while (index > 0) if (this.#checkpoints[--index]!.position < position) return this.#checkpoints.slice(index);
    return undefined;
  }

  /** Puts as many rungs in the place of the highest ones. */
  replace(checkpoints: readonly Checkpoint[]): void {
    this.#checkpoints = [...this.#checkpoints.slice(0, this.#checkpoints.length - checkpoints.length), ...checkpoints];
  }

  /** What changed below the lowest rung since this was last asked. */
  takeSettled(): Changed {
    const settled = this.#settled;
    this.#settled = undefined;
    return settled;
  }
}

/** How far apart rungs may be at a distance from the head. */
export const gapAt = (distance: number, horizon: number): number =>
  Math.max(1, Math.min(sizes.rungGap, Math.floor(horizon / sizes.rungsOfHorizon)), distance >> 3);

/** Leaves out rungs that stand closer than they need to, and those below the last settled one; gives what changed up to that. */
export function thin(
  checkpoints: readonly Checkpoint[],
  settled: number,
  horizon: number,
): { readonly kept: readonly Checkpoint[]; readonly below: Changed } {
  const head = checkpoints.at(-1)!;
  const kept: Checkpoint[] = [head];
  let below: Changed;
  for (let i = checkpoints.length - 2; i >= 0; i--) {
    const checkpoint = checkpoints[i]!;
    const newer = kept[0]!;
    const older = checkpoints[i - 1];
    if (newer.position <= settled) below = merged(below, checkpoint.since);
    else if (older !== undefined && newer.position - older.position <= gapAt(head.position - newer.position, horizon))
      older.since = merged(older.since, checkpoint.since);
    else kept.unshift(checkpoint);
  }
  return { kept, below };
}

function merged(a: Changed, b: Changed): Changed {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === 'whole' || b === 'whole') return 'whole';
  return a.size < b.size ? addAll(b, a) : addAll(a, b);
}

function addAll(keys: Set<Key>, more: Iterable<Key>): Set<Key> {
  for (const key of more) keys.add(key);
  return keys;
}
