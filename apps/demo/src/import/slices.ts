import type { SalesEvent } from './read-sales.ts';

/** What an invoice costs to import, in lines: its own, and those that checking and storing each of its events comes to. */
export const weightOf = ({ lines, listings }: SalesEvent): number => lines + EVENT_WEIGHT * (1 + listings.length);

/** Measured: an event of one line costs about what five lines more in another event do. */
const EVENT_WEIGHT = 5;

/** The next events, from `from` on, that weigh `units` together; at least one, so that the largest invoice gets through. */
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
