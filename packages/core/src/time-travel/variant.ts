import type { LogEntry } from '../fold/fold.ts';
import type { UndoneAsOf } from './undone-as-of.ts';

/** A log as it might have been. */
export interface Variant {
  /** The first position at which it differs. */
  readonly first: number;
  /** What stands at the place of an event; undefined: nothing. */
  readonly at: (entry: LogEntry) => LogEntry | undefined;
}

/** The events of a slice that are folded as of a position, as they are folded. */
export function keep(
  events: readonly LogEntry[],
  asOf: number,
  undone: UndoneAsOf,
  variant: Variant | undefined,
): readonly LogEntry[] {
  if (undone.isEmpty && variant === undefined) return events;
  return events.flatMap((entry) => {
    const taken = variant === undefined ? entry : variant.at(entry);
    // It may stand elsewhere now: whether it is out goes by where it stands in the log.
    if (taken === undefined || undone.isOut(taken.position, asOf)) return [];
    return { position: entry.position, event: taken.event };
  });
}
