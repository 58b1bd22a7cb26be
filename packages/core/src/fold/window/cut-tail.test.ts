import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../../property.fixture.ts';
import { cutTail } from './cut-tail.ts';
import type { LogEntry } from '../fold.ts';
import { Tail } from './tail.ts';

/** `gap`: events of no group before it. `isAsked`: whether what is settled is asked for then. */
const item = fc.record({
  group: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  gap: fc.nat(3),
  isOpaque: fc.boolean(),
  isAsked: fc.boolean(),
});
type Item = typeof item extends fc.Arbitrary<infer T> ? T : never;

function push(tail: Tail, { group, gap, isOpaque, isAsked }: Item): Place {
  const position = tail.head + gap + 1;
  tail.pass(position - 1);
  if (isOpaque) {
    tail.markOpaque(group, position);
    tail.pass(position);
  } else tail.push(entryAt(position, group));
  if (isAsked) void tail.settled;
  return { position, group, isOpaque };
}

const entryAt = (position: number, group: string | undefined): LogEntry => ({
  position,
  event: {
    ...{ id: `evt_${position}`, type: 'noted', timestamp: '2026-01-01T00:00:00.000Z', version: 1, data: null },
    metadata: { correlationId: 'c', source: 'app', actorId: 'ann', ...(group !== undefined && { group }) },
  },
});

type Place = Pick<Item, 'group' | 'isOpaque'> & { readonly position: number };

/**
 * Whether an event in reach stands up to a position, or a group stands on both sides of it. An event that joins a group
 * out of reach begins it anew. Of events that are not known here only groups in reach count.
 */
function isTorn({ head, horizon }: Tail, places: readonly Place[], at: number): boolean {
  const reach = head - horizon;
  const latest = new Map<string, Place>();
  for (const place of places) {
    const { position, group, isOpaque } = place;
    if (group === undefined) continue;
    const before = latest.get(group);
    const isJoined = before !== undefined && before.position > position - horizon && !isOpaque;
    if (isJoined && before.position <= at && position > at && (!before.isOpaque || position > reach)) return true;
    latest.set(group, place);
    if (position <= at && position > reach) return true;
  }
  return false;
}

test('[KERNEL-3] a tail that is cut settles nothing that a control still reaches, however it goes on', () => {
  let settled = 0;
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 20 }),
      fc.array(fc.tuple(fc.nat(8), fc.array(item, { maxLength: 10 })), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(2, 5, 9, 30),
      (items, rounds, horizon) => {
        let tail = new Tail(horizon);
        let places = items.map((one) => push(tail, one));
        for (const [back, more] of rounds) {
          const position = Math.max(0, tail.head - back);
          const cut = cutTail(tail, position);
          expect(cut.head).toBe(position);
          expect(cut.events).toEqual(tail.events.filter((entry) => entry.position <= position));
          // The tail that was cut goes on as well: its successor may not be taken.
          const other = push(tail, { group: 'a', gap: 0, isOpaque: false, isAsked: true });
          expect(isTorn(tail, [...places, other], tail.settled)).toBe(false);
          // An event that is not known here is forgotten when it goes out of reach.
          const reach = tail.head - horizon;
          places = places.filter(
            (place) => place.position <= (place.isOpaque && place.position <= reach ? 0 : position),
          );
          for (const one of more) {
            places.push(push(cut, one));
            expect(isTorn(cut, places, cut.settled)).toBe(false);
          }
          if (cut.settled > 0) settled += 1;
          tail = cut;
        }
      },
    ),
    budget(3_000),
  );
  expect(settled).toBeGreaterThan(100);
});

test('[KERNEL-3] a tail that goes on as it was settles as much as before', () => {
  const tail = new Tail(10);
  for (let i = 1; i <= 100; i++) tail.push(entryAt(i, `group_${i >> 1}`));
  const before = tail.settled;
  const cut = cutTail(tail, 60);
  for (let i = 61; i <= 100; i++) cut.push(entryAt(i, `group_${i >> 1}`));
  expect(before).toBe(89);
  expect(cut.settled).toBe(before);
});
