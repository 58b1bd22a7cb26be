import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Table } from '../model/table/table.ts';
import { budget } from '../property.fixture.ts';
import { changedPaths, holderOf, valueAt } from './changed-paths.ts';

const table = (rows: readonly object[]): Table =>
  Table.of({ name: 'rows', key: (row: { k: string }) => row.k, indexes: [] }, rows);

test('[TIME-3] changedPaths yields each differing path, and nothing else', () => {
  const before = { a: 1, list: [1, { x: 'y' }], same: { deep: [1] }, gone: { z: 0 } };
  const after = { a: 2, list: [1, { x: 'n' }, 3], same: before.same, come: null };
  expect([...changedPaths(before, after)]).toEqual([
    { path: ['a'], before: 1, after: 2 },
    { path: ['list', 1, 'x'], before: 'y', after: 'n' },
    { path: ['list', 2], before: undefined, after: 3 },
    { path: ['gone'], before: { z: 0 }, after: undefined },
    { path: ['come'], before: undefined, after: null },
  ]);
  expect([...changedPaths({ a: 1 }, { a: 1, b: undefined })]).toEqual([]);
  expect([...changedPaths([1], { 0: 1 })]).toEqual([{ path: [], before: [1], after: { 0: 1 } }]);
});

test('[TIME-3] changedPaths yields rows by key, in order', () => {
  const b = { k: 'b', n: 1 };
  expect([
    ...changedPaths(table([{ k: 'a', n: 1 }, b, { k: 'd', n: 1 }]), table([b, { k: 'c' }, { k: 'd', n: 2 }])),
  ]).toEqual([
    { path: ['a'], before: { k: 'a', n: 1 }, after: undefined },
    { path: ['c'], before: undefined, after: { k: 'c' } },
    { path: ['d', 'n'], before: 1, after: 2 },
  ]);
});

test('[TIME-3] changedPaths is lazy, and skips shared objects', () => {
  let looks = 0;
  const shared = {
    get deep() {
      return (looks += 1);
    },
  };
  const differing = changedPaths(
    { shared, a: 1, b: 1 },
    {
      shared,
      a: 2,
      b: {
        get c() {
          return (looks += 1);
        },
      },
    },
  );
  expect([differing.next().value, looks]).toEqual([{ path: ['a'], before: 1, after: 2 }, 0]);
});

test('[TIME-3] values are equal exactly if no path differs, and each path leads to its values', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(json, json, fc.boolean(), (one, two, isSame) => {
      const other = isSame ? structuredClone(one) : two;
      const changes = [...changedPaths({ one }, { one: other })];
      expect(changes.length === 0).toBe(
        JSON.stringify(one) === JSON.stringify(other) || fc.stringify(one) === fc.stringify(other),
      );
      for (const { path, before, after } of changes) {
        expect([valueAt({ one }, path), valueAt({ one: other }, path)]).toEqual([before, after]);
      }
    }),
    budget(300),
  );
});

test('[TIME-3] holderOf returns the innermost object on the way to a value', () => {
  const row = { k: 'a', n: 1, deep: { x: 1 } };
  const rows = table([row]);
  expect([
    holderOf(rows, ['a', 'n']),
    holderOf(rows, ['a', 'deep']),
    holderOf(rows, ['a', 'deep', 'x']),
    holderOf(rows, ['b', 'n']),
  ]).toEqual([row, row.deep, row.deep, rows]);
});
