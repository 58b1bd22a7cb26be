import { upperBound } from '../fold/upper-bound.ts';

/** A state kept at a position, with the cost of folding up to it from the beginning. */
export interface Spaced {
  readonly position: number;
  /** Milliseconds, roughly: only ratios matter. */
  readonly spent: number;
}

/** How many times wider checkpoints are spaced at the far end of the log than at the cursor. */
const SPREAD = 8;

/**
 * Picks the checkpoint to drop: the one that costs least to lose. The cost is the time to fold from the checkpoint
 * before it to the one after it. The cost counts less the further the checkpoint is from the cursor. The first and the
 * last stay. Returns -1 if there is none between them.
 */
export function leastNeeded(checkpoints: readonly Spaced[], cursor: number): number {
  const total = (checkpoints.at(-1)?.spent ?? 0) - (checkpoints[0]?.spent ?? 0);
  const at = spentAt(checkpoints, cursor);
  let least = -1;
  let leastCost = Infinity;
  for (let i = 1; i < checkpoints.length - 1; i++) {
    const gap = checkpoints[i + 1]!.spent - checkpoints[i - 1]!.spent;
    const distance = total === 0 ? 0 : Math.abs(checkpoints[i]!.spent - at) / total;
    const cost = gap / (1 + (SPREAD - 1) * distance);
    if (cost >= leastCost) continue;
    leastCost = cost;
    least = i;
  }
  return least;
}

const spentAt = (checkpoints: readonly Spaced[], cursor: number): number =>
  (checkpoints[Math.max(0, upperBound(checkpoints, cursor) - 1)] ?? { spent: 0 }).spent;
