import { upperBound } from '../fold/upper-bound.ts';

/** A state kept at a position, and how much folding it takes to get there from the beginning. */
export interface Spaced {
  readonly position: number;
  /** Milliseconds, roughly: only ratios matter. */
  readonly spent: number;
}

/** How many times as far apart rungs are at the other end of the log as they are at the cursor. */
const SPREAD = 8;

/**
 * Which rung to take out of a ladder that has one too many: the one whose absence costs least. That is the time it takes to
 * fold from the rung before it to the one behind it, counted for less the further it is from the cursor. The first and
 * the last stay. -1 where there is nothing between them.
 */
export function leastNeeded(rungs: readonly Spaced[], cursor: number): number {
  const total = (rungs.at(-1)?.spent ?? 0) - (rungs[0]?.spent ?? 0);
  const at = spentAt(rungs, cursor);
  let least = -1;
  let leastCost = Infinity;
  for (let i = 1; i < rungs.length - 1; i++) {
    const gap = rungs[i + 1]!.spent - rungs[i - 1]!.spent;
    const distance = total === 0 ? 0 : Math.abs(rungs[i]!.spent - at) / total;
    const cost = gap / (1 + (SPREAD - 1) * distance);
    if (cost >= leastCost) continue;
    leastCost = cost;
    least = i;
  }
  return least;
}

const spentAt = (rungs: readonly Spaced[], cursor: number): number =>
  (rungs[Math.max(0, upperBound(rungs, cursor) - 1)] ?? { spent: 0 }).spent;
