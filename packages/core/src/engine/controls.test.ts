import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../model/envelope.ts';
import { budget } from '../property.fixture.ts';
import { Controls } from './controls.ts';
import { cutAt } from './fold.fixture.ts';
import type { Placed } from './fold.ts';

/** An entry of a log: an event of a group, one of none, or a control of groups. */
type Entry = string | { readonly undo: readonly string[] } | { readonly redo: readonly string[] };

const placed = (log: readonly Entry[]): readonly Placed[] =>
  log.map((entry, i) => {
    const event =
      typeof entry === 'string'
        ? { type: 'done', metadata: entry === '' ? {} : { group: entry } }
        : 'undo' in entry
          ? { type: '$undo', data: { groups: entry.undo }, metadata: { group: 'a' } }
          : { type: '$redo', data: { groups: entry.redo }, metadata: { group: 'b' } };
    return { position: i + 1, event: event as unknown as Envelope };
  });

/** What is skipped, worked out anew for each position: what the last control that reaches it says. */
function naive(log: readonly Entry[], horizon: number): readonly number[] {
  return log.flatMap((group, i) => {
    if (typeof group !== 'string' || group === '') return [];
    const reaching = log.slice(i + 1, i + 1 + horizon).flatMap((entry) => {
      if (typeof entry === 'string') return [];
      const groups = 'undo' in entry ? entry.undo : entry.redo;
      return groups.includes(group) ? ['undo' in entry] : [];
    });
    return reaching.at(-1) === true ? [i + 1] : [];
  });
}

const skipped = (controls: Controls, log: readonly Entry[]): readonly number[] =>
  log.flatMap((_, i) => (controls.isSkipped(i + 1) ? [i + 1] : []));

const group = fc.constantFrom('a', 'b', 'c');
const groups = fc.array(group, { maxLength: 3 });
const logs = fc.array(
  fc.oneof(group, fc.constant(''), fc.record({ undo: groups }), fc.record({ redo: groups })) as fc.Arbitrary<Entry>,
  { maxLength: 30 },
);

describe('[UNDO-1] controls', () => {
  test('skip what the last control that reaches it says, for any batching', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(30), { maxLength: 6 }), fc.nat(12), (log, places, horizon) => {
        const controls = new Controls(horizon);
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

  test('forget nothing that a later control can reach', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(30), { maxLength: 6 }), fc.nat(12), (log, places, horizon) => {
        const whole = new Controls(horizon);
        const forgetful = new Controls(horizon);
        for (const batch of cutAt(placed(log), places)) {
          expect(forgetful.take(batch)).toEqual(whole.take(batch));
          forgetful.forget(whole.head);
          const reach = whole.head - horizon;
          const latest = (controls: Controls): readonly number[] => controls.since(reach).map((p) => p.position);
          expect(latest(forgetful)).toEqual(latest(whole));
        }
      }),
      budget(200),
    );
  });

  test('of groups without events have no effect, and affect no events of the group that come later', () => {
    const controls = new Controls(10);
    expect(controls.take(placed([{ undo: ['a'] }, 'a']))).toEqual([]);
    expect(controls.isSkipped(2)).toBe(false);
    expect(controls.members('a')).toEqual([2]);
  });

  test('begin behind a position, as a snapshot does, and pass over what is not known', () => {
    const log = placed(['a', 'b', 'c', { undo: ['a', 'c'] }]);
    const controls = new Controls(10, 2);
    expect(controls.head).toBe(2);
    expect(controls.take(log.slice(2, 3))).toEqual([]);
    controls.pass(4);
    expect(controls.head).toBe(4);
    expect(controls.take([{ ...log[3]!, position: 5 }])).toEqual([3]);
  });
});
