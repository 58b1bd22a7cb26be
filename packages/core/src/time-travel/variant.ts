import type { LogEntry } from '../fold/fold.ts';
import type { UndoneAsOf } from './undone-as-of.ts';

/** A log as it might have been. */
export interface Variant {
  /** The first position at which it differs. */
  readonly first: number;
  /** The entry at the place of an event; undefined leaves it out. */
  readonly at: (entry: LogEntry) => LogEntry | undefined;
}

/** Selects the events of a slice to fold, as of a position. */
export function keep(
  events: readonly LogEntry[],
  asOf: number,
  undone: UndoneAsOf,
  variant: Variant | undefined,
): readonly LogEntry[] {
  if (undone.isEmpty && variant === undefined) return events;
  return events.flatMap((entry) => {
    const taken = variant === undefined ? entry : variant.at(entry);
    // A moved entry counts as undone by its position in the log.
    if (taken === undefined || undone.isOut(taken.position, asOf)) return [];
    return { position: entry.position, event: taken.event };
  });
}
