import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import type { NetworkConditions } from './network.ts';
import { createNetworkPair } from './network-pair.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Sends one number from `a` to `b` per step; returns what arrived, and when. */
function talk(seed: number, conditions: Partial<NetworkConditions>, gaps: readonly number[]) {
  const clock = createVirtualClock({ start: 0 });
  const { a, b } = createNetworkPair<number>({ clock, seed, ...conditions });
  const arrived: { readonly n: number; readonly afterMs: number }[] = [];
  const sentAt: number[] = [];
  b.subscribe((n) => void arrived.push({ n, afterMs: clock.now() - sentAt[n]! }));
  for (const [n, gap] of gaps.entries()) {
    sentAt.push(clock.now());
    a.send(n);
    clock.advance(gap);
  }
  clock.advance(10_000);
  expect(clock.waiting).toBe(0);
  return arrived;
}
const chance = fc.constantFrom(0, 0.2, 0.5, 1);
const delays = fc.tuple(fc.nat(50), fc.nat(50)).map(([from, more]): [number, number] => [from, from + more]);
const sends = fc.array(fc.nat(30), { minLength: 1, maxLength: 30 });

describe('createNetworkPair', () => {
  test('[TEST-8] by default, delivers each message once and in order, after its delay', () => {
    fc.assert(
      fc.property(fc.integer(), delays, sends, (seed, delayMs, gaps) => {
        const arrived = talk(seed, { delayMs }, gaps);
        expect(arrived.map(({ n }) => n)).toEqual(gaps.map((_, n) => n));
        for (const { afterMs } of arrived) {
          expect(afterMs).toBeGreaterThanOrEqual(delayMs[0]);
          expect(afterMs).toBeLessThanOrEqual(delayMs[1]);
        }
      }),
      budget(100),
    );
  });

  test('[TEST-8] loses, duplicates and reorders by its conditions, the same way for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.record({ delayMs: delays, drop: chance, duplicate: chance, reorder: chance }),
        sends,
        (seed, conditions, gaps) => {
          const arrived = talk(seed, conditions, gaps);
          expect(talk(seed, conditions, gaps)).toEqual(arrived);
          const { drop, duplicate, reorder } = conditions;
          const counts = gaps.map((_, n) => arrived.filter((message) => message.n === n).length);
          const least = drop > 0 ? 0 : duplicate === 1 ? 2 : 1;
          const most = drop === 1 ? 0 : duplicate > 0 ? 2 : 1;
          expect(counts.filter((count) => count < least || count > most)).toEqual([]);
          const passed = arrived.filter(({ n }, i) => i > 0 && arrived[i - 1]!.n > n);
          expect(reorder === 0 && duplicate === 0 ? passed : []).toEqual([]);
        },
      ),
      budget(150),
    );
  });

  test('[TEST-8] later messages overtake a held-up one', () => {
    const clock = createVirtualClock();
    const { a, b, change } = createNetworkPair<string>({ clock, delayMs: 10, reorder: 1 });
    const arrived: string[] = [];
    b.subscribe((message) => void arrived.push(message));
    a.send('held up');
    change({ reorder: 0 });
    a.send('on time');
    clock.advance(100);
    expect(arrived).toEqual(['on time', 'held up']);
  });

  test('[TEST-8] a cut loses messages in transit and those sent until it is mended, in both directions', () => {
    const clock = createVirtualClock();
    const pair = createNetworkPair<string>({ clock, delayMs: 10 });
    const arrived: string[] = [];
    pair.a.subscribe((message) => void arrived.push(`a: ${message}`));
    const end = pair.b.subscribe((message) => {
      arrived.push(`b: ${message}`);
      if (message === 'ping') pair.b.send('pong');
    });
    pair.a.send('ping');
    clock.advance(15);
    expect([...arrived, pair.underWay]).toEqual(['b: ping', 1]);
    pair.cut();
    expect([pair.isCut, pair.underWay, clock.waiting]).toEqual([true, 0, 0]);
    pair.a.send('lost');
    pair.mend();
    pair.a.send('late');
    clock.advance(10);
    end();
    pair.a.send('unheard');
    clock.advance(10);
    expect(arrived).toEqual(['b: ping', 'b: late']);
  });

  test("[TEST-8] delivers copies; the clock throws a listener's error, and delivers the next message", () => {
    const clock = createVirtualClock();
    const { a, b } = createNetworkPair<{ n: number }>({ clock, duplicate: 1 });
    const arrived: number[] = [];
    b.subscribe((message) => {
      arrived.push(message.n++);
      if (arrived.length === 1) throw new Error('boom');
    });
    const message = { n: 1 };
    a.send(message);
    message.n = 5;
    expect(() => clock.advance(0)).toThrow('boom');
    clock.advance(0);
    expect(arrived).toEqual([1, 1]);
  });
});
