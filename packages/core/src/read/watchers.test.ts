import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Readable } from '../model/readable.ts';
import type { AnyRow } from '../model/table/rows.ts';
import { budget } from '../property.fixture.ts';
import type { Computed } from './computed.ts';
import {
  type Act,
  act,
  careful,
  demand,
  joined,
  low,
  orders,
  several,
  stock,
  totals,
  touchy,
  world,
} from './reader.fixture.ts';
import type { Reader } from './reader.ts';
import { Watchers } from './watchers.ts';

type Select = (value: AnyRow) => unknown;
type Watched = readonly [read: Readable, select?: Select];

/** Values to watch: each kind of read, reads that depend on others, queries of queries, and some that throw. */
const watched: readonly Watched[] = [
  [stock, (rows) => rows.get('a')],
  [stock, (rows) => rows.get('b')?.left],
  [stock, (rows) => [rows.get('a')?.left, rows.get('a')?.left].join()],
  [stock, (rows) => rows.get(['a', 'b', 'c'][rows.get('a')?.left ?? 0] ?? 'c')?.left],
  [stock, (rows) => (rows.get('a')?.left > 2 ? rows.size : rows.where('left', { gt: 1 }).length)],
  [stock, (rows) => rows.get('c').left],
  [stock, (rows) => [...rows].map((p) => p.left).join()],
  [stock],
  [
    orders,
    (rows) =>
      rows
        .range({ gte: 'b' }, { reverse: true, limit: 2 })
        .map((o: { id: string }) => o.id)
        .join(),
  ],
  [orders, (rows) => rows.where('sku', 'a').length],
  [totals],
  [totals, (t) => t.count > 4],
  [low(1)],
  [low(1), (list) => list.length],
  [joined('a')],
  [joined('b'), (j) => j?.demand],
  [demand('a'), (sum) => sum > 3],
  [several('b')],
  [careful('a')],
  [touchy('a')],
  [touchy('b'), (left) => left],
];

const cellOf = (reader: Reader, [read, select]: Watched): Computed<unknown> => reader.select(read, select, Object.is);

const step = fc.record({
  acts: fc.array(act, { maxLength: 4 }),
  /** Folded before the listeners run. */
  more: fc.array(act, { maxLength: 2 }),
  /** Indexes of watchers that begin or end before the batch. */
  turn: fc.subarray([...watched.keys()]),
  /** Values that are read between the fold and the notification. */
  look: fc.subarray([...watched.keys()]),
});

describe('[VIEW-3] a watcher is notified of a change', () => {
  test('exactly as if all watchers were checked after each batch', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        const { models, fold, reader } = world();
        let told: number[] = [];
        const watchers = new Watchers(models.world, (listener) => listener());
        const cells = watched.map((one) => cellOf(reader, one));
        const ends = new Map<number, () => void>();
        /** Each watcher with a reader of its own, and its last value. */
        const plain = world();
        const plainCells = watched.map((one) => cellOf(plain.reader, one));
        const seen = new Map<number, unknown>();
        for (const { acts, more, turn, look } of steps) {
          for (const i of turn) {
            const end = ends.get(i);
            if (end === undefined) {
              ends.set(
                i,
                watchers.add(cells[i]!, () => void told.push(i)),
              );
              seen.set(i, outcomeOf(plainCells[i]!));
            } else {
              end();
              ends.delete(i);
              seen.delete(i);
            }
          }
          const { epoch } = models.world;
          for (const one of [fold, plain.fold]) {
            one(...acts);
            if (more.length > 0) one(...more);
          }
          for (const i of look) outcomeOf(cells[i]!);
          told = [];
          watchers.tell();
          // A value that throws throws a new error each time.
          const expected = (epoch === models.world.epoch ? [] : [...seen]).filter(([i, last]) => {
            const now = outcomeOf(plainCells[i]!);
            seen.set(i, now);
            return !Object.is(now, last);
          });
          expect(new Set(told)).toEqual(new Set(expected.map(([i]) => i)));
          expect(told.length).toBe(expected.length);
        }
      }),
      budget(300),
    );
  });

  test('in the order of subscription, whatever it reads', () => {
    const { models, fold, reader } = world();
    const watchers = new Watchers(models.world, (listener) => listener());
    const told: number[] = [];
    const order = [8, 0, 14, 12, 7, 2];
    for (const i of order) watchers.add(cellOf(reader, watched[i]!), () => void told.push(i));
    fold(['list', 'a', 1], ['order', 'b', 1]);
    watchers.tell();
    expect(told).toEqual(order);
  });

  test('and is checked only if a dependency of it changed', () => {
    const { models, fold, reader } = world();
    const watchers = new Watchers(models.world, (listener) => listener());
    fold(...['a', 'b', 'c'].map((id): Act => ['list', id, 3]));
    let asked: string[] = [];
    const ask = (name: string, computed: Computed<unknown>): void => {
      const get = computed.get.bind(computed);
      watchers.add(
        Object.defineProperty(computed, 'get', {
          value: () => {
            asked.push(name);
            return get();
          },
        }),
        () => undefined,
      );
    };
    for (const id of ['a', 'b', 'c']) ask(id, cellOf(reader, [stock, (rows) => rows.get(id)?.left]));
    ask('low', cellOf(reader, [low(1)]));
    ask('scarce', cellOf(reader, [stock, (rows) => rows.where('left', { lt: 2 }).length]));
    ask('of a', cellOf(reader, [demand('a')]));
    const after = (...acts: readonly Act[]): string => {
      asked = [];
      fold(...acts);
      watchers.tell();
      return asked.join();
    };
    expect(after(['list', 'b', 4])).toBe('b');
    expect(after(['list', 'd', 9])).toBe('');
    expect(after(['count', 'a', 1])).toBe('');
    expect(after(['list', 'c', 1])).toBe('c,scarce,low');
    expect(after(['order', 'a', 1])).toBe('a,of a');
  });
});

function outcomeOf(computed: Computed<unknown>): unknown {
  try {
    return computed.get();
  } catch (error) {
    return error;
  }
}
