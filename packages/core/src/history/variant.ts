import type { Placed } from '../engine/fold.ts';
import type { Flips } from './flips.ts';

/** A log as it might have been. */
export interface Variant {
  /** The first position at which it differs. */
  readonly first: number;
  /** What stands at the place of an event; undefined: nothing. */
  readonly at: (entry: Placed) => Placed | undefined;
}

/** The events of a slice that are folded as of a position, as they are folded. */
export function keep(
  events: readonly Placed[],
  asOf: number,
  flips: Flips,
  variant: Variant | undefined,
): readonly Placed[] {
  if (flips.isEmpty && variant === undefined) return events;
  return events.flatMap((entry) => {
    const taken = variant === undefined ? entry : variant.at(entry);
    // It may stand elsewhere now: whether it is out goes by where it stands in the log.
    if (taken === undefined || flips.isOut(taken.position, asOf)) return [];
    return { position: entry.position, event: taken.event };
  });
}
