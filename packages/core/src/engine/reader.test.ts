import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from '../model/query.ts';
import { defineView } from '../model/view.ts';
import { budget } from '../property.fixture.ts';
import type { ModelDefinition } from './fold.ts';
import { placed } from './fold.fixture.ts';
import { ReadModels } from './read-models.ts';
import { Reader } from './reader.ts';

interface Product {
  sku: string;
  left: number;
}
interface Order {
  id: string;
  sku: string;
  qty: number;
}
type Act = readonly [what: 'list' | 'order' | 'void' | 'count' | 'nothing', id: string, n: number];
const Acted = defineEvent('acted');
const data = (e: { data: unknown }): Act => e.data as Act;
const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] }).on(Acted, (rows, e) => {
  const [what, id, n] = data(e);
  if (what === 'list') rows.put({ sku: id, left: n });
  if (what === 'order') rows.update(id, (p) => void (p.left -= n));
});
const orders = defineCollection('orders', { key: (o: Order) => o.id, indexes: ['sku', 'qty'] }).on(Acted, (rows, e) => {
  const [what, id, n] = data(e);
  if (what === 'order') rows.put({ id: `${id}${n}`, sku: id, qty: n });
  if (what === 'void') rows.delete(`${id}${n}`);
});
const totals = defineView('totals', { initial: { count: 0, other: 0 } }).on(Acted, (draft, e) => {
  const [what, , n] = data(e);
  if (what === 'count') draft.count += n;
});

/** How often each query has run. */
const runs = new Map<string, number>();
const counted = (name: string): void => void runs.set(name, (runs.get(name) ?? 0) + 1);
const low = defineQuery('low', { stock }, ({ stock }, max: number) => {
  counted('low');
  return stock.where('left', { lte: max }, { limit: 2 });
});
const demand = defineQuery('demand', { orders }, ({ orders }, sku: string) => {
  counted('demand');
  return orders.where('sku', sku).reduce((sum, o) => sum + o.qty, 0);
});
const joined = defineQuery('joined', { stock, demand, low }, ({ stock, demand, low }, sku: string) => {
  counted('joined');
  const product = stock.get(sku);
  return product && { left: product.left, demand: demand(sku), isLow: low(1).includes(product) };
});
const several = defineQuery('several', { orders, stock, totals }, ({ orders, stock, totals }, from: string) => ({
  size: stock.size,
  all: [...orders].length,
  keys: orders.range({ gte: from }, { reverse: true, limit: 3 }).map((o) => o.id),
  sum: totals.count,
}));
const touchy = defineQuery('touchy', { stock }, ({ stock }, sku: string) => {
  counted('touchy');
  if ((stock.get(sku)?.left ?? 0) < 0) throw new Error('below zero');
  return stock.get(sku)?.left;
});
const careful = defineQuery('careful', { touchy }, ({ touchy }, sku: string) => {
  try {
    return touchy(sku);
  } catch (error) {
    return (error as Error).message;
  }
});

const ids = ['a', 'b', 'c'] as const;
const act = fc.tuple(
  fc.constantFrom('list', 'order', 'order', 'void', 'count', 'nothing'),
  fc.constantFrom(...ids),
  fc.nat(4),
);
const readables = [...ids.flatMap((id) => [joined(id), demand(id), several(id), careful(id)]), low(0), low(2)];

function world() {
  const models = new ReadModels([stock, orders, totals] as unknown as readonly ModelDefinition[], true);
  const fold = (...acts: readonly Act[]): void => models.fold(placed(acts, 'acted'));
  return { models, fold, reader: new Reader(models.world) };
}

describe('[READ-1] a query', () => {
  test('after any batches gives what working it out anew gives, whenever it was read before', () => {
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
            expect(reader.read(readable)).toEqual(new Reader(models.world).read(readable));
        },
      ),
      budget(150),
    );
  });

  test('gives the very same result while nothing that it read has changed', () => {
    fc.assert(
      fc.property(fc.array(fc.array(act, { maxLength: 3 }), { maxLength: 20 }), (batches) => {
        const { fold, reader } = world();
        let before = readables.map((r) => reader.read(r));
        for (const acts of batches) {
          fold(...acts);
          const after = readables.map((r) => reader.read(r));
          // A list or object of the same things is the same list or object.
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

  test('who reads a query runs again only when its result is another', () => {
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

  test('that throws throws at each read until what it read is well again', () => {
    const { fold, reader } = world();
    fold(['list', 'a', 1]);
    expect([reader.read(touchy('a')), reader.read(careful('a'))]).toEqual([1, 1]);
    fold(['order', 'a', 2]);
    expect(() => reader.read(touchy('a'))).toThrow('below zero');
    expect(reader.read(careful('a'))).toBe('below zero');
    fold(['list', 'a', 3]);
    expect([reader.read(touchy('a')), reader.read(careful('a'))]).toEqual([3, 3]);
  });

  test('remembers the results of the last thousand arguments, and those read lately longest', () => {
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

test('[READ-1] what is not listed is a typed error, also deep inside a query', () => {
  const reader = new Reader(new ReadModels([stock] as unknown as readonly ModelDefinition[], true).world);
  expect(() => reader.read(demand('a'))).toThrow(
    expect.objectContaining({ code: 'store.not_listed', details: { kind: 'collection', name: 'orders' } }) as Error,
  );
  expect([reader.missing(low(1)), reader.missing(joined)]).toMatchObject([undefined, { name: 'orders' }]);
});

/** Whether two values are the same, or lists or objects of the same things. */
function flat(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [x, y] = [Object.entries(a), Object.entries(b)];
  return x.length === y.length && x.every(([key, value], i) => y[i]![0] === key && Object.is(y[i]![1], value));
}
