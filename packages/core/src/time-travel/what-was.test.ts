import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testHandle } from '../test-handle.fixture.ts';
import { budget } from '../property.fixture.ts';
import type { Path } from './changed-paths.ts';
import { diff } from './diff.ts';
import {
  foldTo,
  logOf,
  openPast,
  plain,
  Put,
  Bumped,
  type Row,
  rows,
  steps,
  tally,
  toEvents,
} from './history.fixture.ts';
import { lastChange } from './last-change.ts';
import { sizedProperty } from '../sizes.fixture.ts';

// Compares `diff` and `lastChange` with folds from scratch.

const valueIn = (values: Record<string, unknown>, [key, field]: Path): unknown => {
  const row = (values['rows'] as readonly Row[]).find(({ k }) => k === key);
  return field === undefined ? row : row?.[field as 'n'];
};

test('[TIME-3] diff returns exactly the differences between two folds from scratch', async () => {
  await fc.assert(
    sizedProperty(steps(30), fc.nat(1_000), fc.nat(1_000), async (script, a, b) => {
      const events = toEvents(script);
      const { store } = await openPast(await logOf(events));
      const [from, to] = [a % (events.length + 1), b % (events.length + 1)];
      const difference = await diff(store, from, to);
      const [old, now] = [foldTo(events, from), foldTo(events, to)];
      for (const { path, before, after } of difference.of(rows))
        expect([before, after]).toEqual([valueIn(old, path), valueIn(now, path)]);
      const differing = new Set([...difference.of(rows)].map(({ path }) => path[0]));
      const keys = [0, 1, 2, 3];
      expect(keys.filter((k) => differing.has(k))).toEqual(
        keys.filter((k) => JSON.stringify(valueIn(old, [k])) !== JSON.stringify(valueIn(now, [k]))),
      );
      const models = new Set([...difference].map(({ path }) => path[0]));
      expect(models.has('tally')).toBe(JSON.stringify(old['tally']) !== JSON.stringify(now['tally']));
      await store.close();
    }),
    budget(80),
  );
});

test('[TIME-3] lastChange returns the last position after which the value differs from before', async () => {
  await fc.assert(
    sizedProperty(steps(30), fc.nat(3), fc.boolean(), fc.nat(1_000), async (script, k, isField, end) => {
      const events = toEvents(script);
      const { store } = await openPast(await logOf(events));
      const path: Path = isField ? [k, 'n'] : [k];
      const upTo = end % (events.length + 1);
      const values = Array.from({ length: upTo + 1 }, (_, position) => valueIn(foldTo(events, position), path));
      const texts = values.map((value) => JSON.stringify(value));
      const last = texts.map((text, i) => i > 0 && text !== texts[i - 1]).lastIndexOf(true);
      const change = await lastChange(store, rows, path, { upTo });
      expect(change && [change.position, change.event.id, change.before, change.after]).toEqual(
        last === -1 ? undefined : [last, events[last - 1]!.id, values[last - 1], values[last]],
      );
      await store.close();
    }),
    budget(150),
  );
});

test('[TIME-3] lastChange searches a long log, and pending events', async () => {
  const put = (i: number) => ({ do: 'put' as const, group: i, k: i === 700 ? 9 : i % 5, later: 1 });
  const { store } = await openPast(await logOf(toEvents(Array.from({ length: 3_000 }, (_, i) => put(i))), 100));
  expect(await lastChange(store, rows, [9, 'n'])).toMatchObject({ position: 701, before: undefined, after: 700 });
  expect(await lastChange(store, rows, [8])).toBeUndefined();
  store.append(Put({ k: 8, n: 1 }), Bumped({ k: 8 }));
  expect(await lastChange(store, rows, [8, 'n'])).toMatchObject({ position: 3_002, before: 1, after: 3 });
  expect(await lastChange(store, tally, ['undone'])).toBeUndefined();
  expect(testHandle(store).position).toBe(3_002);
  expect(plain(store.get(rows))).toHaveLength(7);
});
