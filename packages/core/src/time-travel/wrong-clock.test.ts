import { expect, test } from 'vitest';
import { createStore } from '../store/create-store.ts';
import { testEnv } from '../env/env.fixture.ts';
import type { Envelope } from '../model/envelope.ts';
import { at, whatIf } from '../history.ts';
import { Bumped, Put, rows } from './history.fixture.ts';

test('[TIME-1] an event from a clock that ran ahead hides earlier times, unless `among` excludes it', async () => {
  const env = testEnv();
  const store = createStore({ events: [Put, Bumped], views: [rows], env });
  await store.ready;
  const right = env.ms;
  const append = (ms: number, n: number): string => {
    env.ms = ms;
    return store.append(Put({ k: n, n })).ids[0]!;
  };
  append(right, 1);
  const wrong = append(Date.parse('2099-01-01T00:00:00.000Z'), 2);
  append(right + 1_000, 3);
  const last = append(right + 2_000, 4);
  const now = right + 3_000;
  const areOfNow = ({ timestamp }: Envelope): boolean => Date.parse(timestamp) <= now;
  const positionOf = async (time: number, among?: typeof areOfNow): Promise<number> =>
    (await at(store, among === undefined ? { time } : { time, among })).position;

  expect([await positionOf(right), await positionOf(right + 1_000), await positionOf(now)]).toEqual([1, 1, 1]);
  expect(await positionOf(Date.parse('2099-01-01T00:00:00.000Z'))).toBe(4);
  // Among the events of right clocks, the wrong one counts as having happened at its position.
  const found = [right, right + 1_000, now].map((time) => positionOf(time, areOfNow));
  expect(await Promise.all(found)).toEqual([2, 3, 4]);
  // Later ids continue from the wrong clock, and are still found.
  expect([(await at(store, { id: wrong })).position, (await at(store, { id: last })).position]).toEqual([2, 4]);
  expect((await whatIf(store, { skip: [last] })).skipped).toEqual([4]);
});
