import { groupOf, type Tail } from './tail.ts';
import { upperBound } from '../upper-bound.ts';

/**
 * A copy of a tail that ends at a position. The copy takes over the index of groups, so it costs what comes after the
 * position, not what the tail is long. What only later events have settled is not settled in the copy.
 */
export function cutTail(tail: Tail, position: number): Tail {
  const reach = position - tail.horizon;
  const { opaque } = tail.bookmark();
  const { events, latest, passed, passedEnd, settled } = tail.handOver();
  const left = Math.min(passed, upperBound(events, reach));
  for (let i = passed; i-- > left;) {
    const { position: last, event } = events[i]!;
    const group = groupOf(event);
    if (group !== undefined && !latest.has(group)) latest.set(group, last);
  }
  const kept = events.slice(0, upperBound(events, position));
  for (let i = kept.length; i < events.length; i++) {
    const group = groupOf(events[i]!.event);
    if (group === undefined || !latest.delete(group) || !opaque.has(group)) continue;
    const last = kept.filter(({ event }) => groupOf(event) === group).at(-1);
    if (last !== undefined) latest.set(group, last.position);
  }
  const before = Array.from(opaque).flatMap(([group, { first, last }]) =>
    first > position ? [] : [[group, { first, last: Math.min(last, position) }] as const],
  );
  return tail.emptied(new Map(before), {
    events: kept,
    head: position,
    passed: left,
    passedEnd,
    settled: settled <= reach ? settled : tail.start,
    latest,
  });
}
