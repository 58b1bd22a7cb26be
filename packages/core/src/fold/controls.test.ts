import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../model/envelope.ts';
import { budget } from '../property.fixture.ts';
import { Controls } from './controls.ts';
import { cutAt } from './fold.fixture.ts';
import type { LogEntry } from './fold.ts';
import { Tail } from './window/tail.ts';

/**
 * An entry of a log: an event of a group or of none, a control of groups, or a rejection of events at some positions.
 */
type Entry =
  | string
  | { readonly undo: readonly string[] }
  | { readonly redo: readonly string[] }
  | { readonly reject: readonly number[] };

const placed = (log: readonly Entry[]): readonly LogEntry[] =>
  log.map((entry, i) => {
    const event =
      typeof entry === 'string'
        ? { type: 'done', metadata: entry === '' ? {} : { group: entry } }
        : 'undo' in entry
          ? { type: '$undo', data: { groups: entry.undo }, metadata: { group: 'a' } }
          : 'redo' in entry
            ? { type: '$redo', data: { groups: entry.redo }, metadata: { group: 'b' } }
            : { type: '$rejected', data: { events: entry.reject.map(String), code: 'no' }, metadata: { group: 'c' } };
    return { position: i + 1, event: { id: String(i + 1), ...event } as unknown as Envelope };
  });

/** The skipped positions, computed for each one: those ever rejected, otherwise by the last control that reaches it. */
function naive(log: readonly Entry[], horizon: number): readonly number[] {
  return log.flatMap((group, i) => {
    if (typeof group !== 'string' || group === '') return [];
    const behind = log.slice(i + 1, i + 1 + horizon);
    if (behind.some((entry) => rejects(entry, i + 1))) return [i + 1];
    const reaching = behind.flatMap((entry) => {
      if (typeof entry === 'string' || 'reject' in entry) return [];
      const groups = 'undo' in entry ? entry.undo : entry.redo;
      return groups.includes(group) ? ['undo' in entry] : [];
    });
    return reaching.at(-1) === true ? [i + 1] : [];
  });
}

const rejects = (entry: Entry, position: number): boolean =>
  typeof entry !== 'string' && 'reject' in entry && entry.reject.includes(position);

/**
 * The highest position up to which no later control reaches, and that splits no group. Events of one name further apart
 * than `apart` belong to different groups.
 */
function settledIn(log: readonly Entry[], horizon: number, apart: number): number {
  const isMember = (at: number): boolean => typeof log[at - 1] === 'string' && log[at - 1] !== '';
  const isCut = (position: number): boolean =>
    log.some((_, i) => {
      const at = i + 1;
      if (!isMember(at) || at > position) return false;
      const next = log.indexOf(log[i]!, at) + 1;
      return at > log.length - horizon || (next > position && next - at <= apart);
    });
  let position = log.length;
  while (position > 0 && isCut(position)) position -= 1;
  return position;
}

const skipped = (controls: Controls, log: readonly Entry[]): readonly number[] =>
  log.flatMap((_, i) => (controls.isSkipped(i + 1) ? [i + 1] : []));

const group = fc.constantFrom('a', 'b', 'c');
const groups = fc.array(group, { maxLength: 3 });
const logs = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: group },
    fc.constant(''),
    fc.record({ undo: groups }),
    fc.record({ redo: groups }),
    fc.record({ reject: fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 4 }) }),
  ) as fc.Arbitrary<Entry>,
  { maxLength: 30 },
);

describe('[UNDO-1] [SYNC-4] controls', () => {
  test('skip an event by the last control that reaches it, for any batching', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(30), { maxLength: 6 }), fc.nat(12), (log, places, horizon) => {
        const controls = new Controls(new Tail(horizon));
        let before: readonly number[] = [];
        let length = 0;
        for (const batch of cutAt(placed(log), places)) {
          const flipped = controls.take(batch);
          const now = naive(log.slice(0, length + batch.length), horizon);
          expect(skipped(controls, log)).toEqual(now);
          const differs = (p: number): boolean => p <= length && before.includes(p) !== now.includes(p);
          expect(flipped).toEqual(log.map((_, i) => i + 1).filter(differs));
          expect(controls.kept(batch).map((p) => p.position)).toEqual(
            batch.map((p) => p.position).filter((p) => !now.includes(p)),
          );
          before = now;
          length += batch.length;
        }
      }),
      budget(400),
    );
  });

  test('report the events that each rejection took out: the first rejection of an event counts, and never a control', () => {
    fc.assert(
      fc.property(logs, fc.nat(12), (log, horizon) => {
        const controls = new Controls(new Tail(horizon));
        controls.take(placed(log));
        const rejected = placed(log)
          .filter(({ event }) => event.type === '$rejected')
          .map((entry) => [entry.position, controls.rejectedBy(entry)] as const);
        for (const [i, entry] of log.entries()) {
          const first = log.findIndex((one, j) => j > i && j <= i + horizon && rejects(one, i + 1));
          const expected = typeof entry === 'string' && entry !== '' && first !== -1 ? [first + 1] : [];
          const by = rejected.filter(([, events]) => events.some(({ position }) => position === i + 1));
          expect(by.map(([control]) => control)).toEqual(expected);
          expect(controls.isRejected(i + 1)).toBe(expected.length > 0);
        }
      }),
      budget(200),
    );
  });

  test('know what is stable: no control flips it any more, and it ends between groups', () => {
    const batches = fc.array(fc.nat(40), { maxLength: 8 });
    fc.assert(
      fc.property(logs, logs, batches, fc.nat(12), (log, later, places, horizon) => {
        const controls = new Controls(new Tail(horizon));
        const all = [...log, ...later];
        let before = 0;
        for (const batch of cutAt(placed(log), places)) {
          controls.take(batch);
          expect(controls.tail.settled).toBeGreaterThanOrEqual(before);
          before = controls.tail.settled;
        }
        const { settled } = controls.tail;
        const flipped = naive(log, horizon);
        for (let head = log.length; head <= all.length; head++) {
          const now = naive(all.slice(0, head), horizon);
          expect(now.filter((p) => p <= settled)).toEqual(flipped.filter((p) => p <= settled));
        }
        expect(settled).toBeLessThanOrEqual(settledIn(log, horizon, horizon));
        expect(settled).toBeGreaterThanOrEqual(settledIn(log, horizon, Infinity));
      }),
      budget(400),
    );
  });

  test('drop stable events without effect on later ones', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(30), { maxLength: 6 }), fc.nat(12), (log, places, horizon) => {
        const whole = new Controls(new Tail(horizon));
        const forgetful = new Controls(new Tail(horizon));
        for (const batch of cutAt(placed(log), places)) {
          expect(forgetful.take(batch)).toEqual(whole.take(batch));
          forgetful.forget(whole.tail.head);
          expect(forgetful.tail.settled).toBe(whole.tail.settled);
          expect(forgetful.tail.start).toBeLessThanOrEqual(forgetful.tail.settled);
          expect(forgetful.tail.events).toEqual(whole.tail.since(forgetful.tail.start));
          expect(skipped(forgetful, log)).toEqual(skipped(whole, log).filter((p) => p > forgetful.tail.start));
          for (const { position } of forgetful.tail.events)
            expect(forgetful.isRejected(position)).toBe(whole.isRejected(position));
        }
      }),
      budget(200),
    );
  });

  test('hold no imported events, and all of a group that is partly in reach, even with unknown events', () => {
    const imported = new Controls(new Tail(10_000));
    imported.take(placed(Array.from({ length: 500 }, () => '')));
    imported.forget(500);
    expect([imported.tail.settled, imported.tail.events]).toEqual([500, []]);
    const cut = new Controls(new Tail(2));
    cut.take(placed(['', 'a', '', 'a', '', '']));
    expect(cut.tail.settled).toBe(6);
    const whole = new Controls(new Tail(3));
    whole.take(placed(['', 'a', '', 'a', '', '']));
    expect(whole.tail.settled).toBe(1);
    const straddled = new Controls(new Tail(2));
    straddled.take(placed(['c', 'a', 'c', 'a', 'a']));
    expect(straddled.tail.settled).toBe(0);
    const opaque = new Controls(new Tail(3));
    opaque.tail.markOpaque('a', 2);
    opaque.take(placed(['', '', '', 'a', '', '']).slice(2));
    expect([opaque.tail.settled, opaque.tail.isOpaque('a')]).toEqual([1, true]);
    opaque.tail.pass(7);
    expect([opaque.tail.settled, opaque.tail.isOpaque('a')]).toEqual([7, false]);
  });

  test('of groups without events have no effect, also on later events of the group', () => {
    const controls = new Controls(new Tail(10));
    expect(controls.take(placed([{ undo: ['a'] }, 'a']))).toEqual([]);
    expect(controls.isSkipped(2)).toBe(false);
    expect(controls.members('a')).toEqual([2]);
  });

  test('begin after a position, like a snapshot, and skip unknown events', () => {
    const log = placed(['a', 'b', 'c', { undo: ['a', 'c'] }]);
    const controls = new Controls(new Tail(10, 2));
    expect(controls.tail.head).toBe(2);
    expect(controls.take(log.slice(2, 3))).toEqual([]);
    controls.tail.pass(4);
    expect(controls.tail.head).toBe(4);
    expect(controls.take([{ ...log[3]!, position: 5 }])).toEqual([3]);
  });
});
