import type { SalesEvent } from './read-sales.ts';

/** The cost of importing an invoice, in lines: its own, plus the cost of checking and storing each of its events. */
export const weightOf = ({ lines, listings }: SalesEvent): number => lines + EVENT_WEIGHT * (1 + listings.length);

/** Measured: an event with one line costs about as much as five more lines in another event. */
const EVENT_WEIGHT = 5;

/** The next events from `from` on, up to a weight of `units`, and at least one, so that the largest invoice fits. */
export function nextSlice(
  events: readonly SalesEvent[],
  from: number,
  units: number,
): { readonly slice: readonly SalesEvent[]; readonly weight: number } {
  let weight = 0;
  let end = from;
  for (const event of events.slice(from)) {
    if (end > from && weight + weightOf(event) > units) break;
    weight += weightOf(event);
    end += 1;
  }
  return { slice: events.slice(from, end), weight };
}
