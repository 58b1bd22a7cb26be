import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { ReadModels } from '../fold/read-models.ts';
import {
  act,
  type Act,
  careful,
  demand,
  joined,
  low,
  readables,
  runs,
  stock,
  touchy,
  world,
} from './reader.fixture.ts';
import { Reader } from './reader.ts';

describe('[READ-1] a query', () => {
  test('after any batches equals a fresh computation, whenever it was last read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(act, { maxLength: 4 }), fc.subarray(readables)), { maxLength: 20 }),
        (steps) => {
          const { models, fold, reader } = world();
          for (const [acts, read] of steps) {
            fold(...acts);
            for (const readable of read) reader.read(readable);
          }
          for (const readable of readables)
            expect(reader.read(readable)).toEqual(new Reader(models.world, models.listing).read(readable));
        },
      ),
      budget(150),
    );
  });

  test('returns the identical result until a dependency changes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 3 }), { maxLength: 20 }), (batches) => {
        const { fold, reader } = world();
        let before = readables.map((r) => reader.read(r));
        for (const acts of batches) {
          fold(...acts);
          const after = readables.map((r) => reader.read(r));
          // A list or object with the same items is the identical object.
          after.forEach((value, i) => expect(flat(value, before[i])).toBe(value === before[i]));
          before = after;
        }
      }),
      budget(100),
    );
  });

  test('runs again only when rows or ranges that it read have changed', () => {
    const { fold, reader } = world();
    fold(['list', 'a', 40], ['list', 'b', 40], ['order', 'a', 1]);
    const rerun = (...acts: readonly Act[]): Record<string, number> => {
      fold(...acts);
      runs.clear();
      reader.read(joined('a'));
      return Object.fromEntries(runs);
    };
    expect(rerun()).toEqual({ joined: 1, demand: 1, low: 1 });
    expect(rerun()).toEqual({});
    expect(rerun(['count', 'a', 1], ['nothing', 'a', 0])).toEqual({});
    expect(rerun(['order', 'b', 1])).toEqual({});
    expect(rerun(['list', 'c', 1])).toEqual({ low: 1, joined: 1 });
    expect(rerun(['order', 'a', 2])).toEqual({ joined: 1, demand: 1 });
    expect(rerun(['void', 'a', 2])).toEqual({ demand: 1, joined: 1 });
    for (let i = 0; i < 600; i++) fold(['count', 'a', 1]);
    expect(rerun()).toEqual({});
  });

  test('causes its readers to run again only when its result differs', () => {
    const { fold, reader } = world();
    fold(['list', 'a', 4], ['order', 'b', 1]);
    reader.read(joined('b'));
    fold(['list', 'b', 1]);
    reader.read(joined('b'));
    runs.clear();
    fold(['order', 'b', 0], ['list', 'b', 1]);
    reader.read(joined('b'));
    expect(Object.fromEntries(runs)).toEqual({ joined: 1, demand: 1, low: 1 });
    runs.clear();
    fold(['void', 'b', 0]);
    reader.read(joined('b'));
    expect(Object.fromEntries(runs)).toEqual({ demand: 1 });
  });

  test('that throws does so at each read, until its dependencies are valid again', () => {
    const { fold, reader } = world();
    fold(['list', 'a', 1]);
    expect([reader.read(touchy('a')), reader.read(careful('a'))]).toEqual([1, 1]);
    fold(['order', 'a', 2]);
    expect(() => reader.read(touchy('a'))).toThrow('below zero');
    expect(reader.read(careful('a'))).toBe('below zero');
    fold(['list', 'a', 3]);
    expect([reader.read(touchy('a')), reader.read(careful('a'))]).toEqual([3, 3]);
  });

  test('caches the results of the last thousand arguments, least recently read first out', () => {
    const { reader } = world();
    runs.clear();
    for (let i = 0; i < 1_000; i++) reader.read(demand(`sku ${i}`));
    reader.read(demand('sku 0'));
    reader.read(demand('one more'));
    expect(runs.get('demand')).toBe(1_001);
    reader.read(demand('sku 0'));
    expect(runs.get('demand')).toBe(1_001);
    reader.read(demand('sku 1'));
    expect(runs.get('demand')).toBe(1_002);
  });
});

test('[READ-1] an unlisted definition throws a typed error, also deep inside a query', () => {
  const models = new ReadModels([stock] as unknown as readonly ModelDefinition[], true);
  const reader = new Reader(models.world, models.listing);
  expect(() => reader.read(demand('a'))).toThrow(
    expect.objectContaining({ code: 'store.not_listed', details: { kind: 'collection', name: 'orders' } }) as Error,
  );
  expect([reader.missing(low(1)), reader.missing(joined)]).toMatchObject([undefined, { name: 'orders' }]);
});

/** Whether two values are identical, or lists or objects of identical items. */
function flat(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  return x.length === y.length && x.every(([key, value], i) => y[i]![0] === key && Object.is(y[i]![1], value));
}
