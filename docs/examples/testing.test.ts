import { memoryLog } from '@refold/core';
import {
  checkFold,
  createNetworkPair,
  createTestStore,
  createVirtualClock,
  expectView,
  given,
  logContract,
} from '@refold/core/testing';
import { eventArbitrary, logArbitrary } from '@refold/core/testing/fast-check';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { left, ProductListed, ProductSold, sales, sell, shop, stock } from './testing-shop.ts';

test('sells goods in stock', () => {
  given(ProductListed({ sku: 'tea', left: 5 }))
    .when(sell, { sku: 'tea', qty: 2 })
    .thenEvents(ProductSold({ id: 'ord_1', sku: 'tea', qty: 2 }));
});

test('sells no more than the stock', () => {
  given(ProductListed({ sku: 'tea', left: 5 }), ProductSold({ id: 'a', sku: 'tea', qty: 4 }))
    .when(sell, { sku: 'tea', qty: 2 })
    .thenRejects('out-of-stock', { left: 1 });
});

test('a failure shows the difference', () => {
  expect(() =>
    given(ProductListed({ sku: 'tea', left: 5 }))
      .when(sell, { sku: 'tea', qty: 2 })
      .thenEvents(ProductSold({ id: 'ord_1', sku: 'tea', qty: 3 })),
  ).toThrow(`Given product.listed, when "product.sell" ran, it decided other events (- expected, + found)

- [{ type: "product.sold", data: { id: "ord_1", sku: "tea", qty: 3 } }]
+ [{ type: "product.sold", data: { id: "ord_1", sku: "tea", qty: 2 } }]`);
});

test('uses the time, actor and ids of the test', () => {
  const sold = given({ ...ProductListed({ sku: 'tea', left: 5 }), timestamp: '2026-05-01T09:00:00.000Z' }).when(
    sell,
    { sku: 'tea', qty: 2 },
    { now: '2026-05-01T10:00:00Z', actorId: 'ann', newId: () => 'bill-7' },
  );
  sold.thenEvents(ProductSold({ id: 'bill-7', sku: 'tea', qty: 2 }));
});

test('read models show the events', () => {
  const events = [ProductListed({ sku: 'tea', left: 5 }), ProductSold({ id: 'a', sku: 'tea', qty: 4 })];
  expectView(stock, ...events).toEqual([{ sku: 'tea', left: 1 }]);
  expectView(sales, ...events).toMatch({ count: 1 });
  expectView(left('tea'), ...events).toEqual(1);
});

test('reducers are pure for random events', () => {
  fc.assert(
    fc.property(logArbitrary(shop.events), (log) => {
      checkFold(stock, ...log);
      checkFold(sales, ...log);
    }),
  );
});

test('counts random sales of tea, cups and gin', () => {
  const sold = eventArbitrary(ProductSold, { at: { sku: fc.constantFrom('tea', 'cup', 'gin') } });
  fc.assert(
    fc.property(logArbitrary([ProductListed, sold]), (log) => {
      expectView(sales, ...log).toMatch({ count: log.filter(ProductSold.is).length });
    }),
  );
});

test('a test store is the same in each run', async () => {
  const store = await createTestStore({ ...shop, given: [ProductListed({ sku: 'tea', left: 5 })] });
  store.clock.advance(60_000);
  store.run(sell, { sku: 'tea', qty: 2 });
  expect(store.get(sales)).toEqual({ count: 1, last: '2026-01-01T00:01:00.000Z' });
  await store.settled(); // everything is stored
});

test('time moves only when the clock is advanced', () => {
  const clock = createVirtualClock({ start: '2026-05-01T09:00:00.000Z' });
  const rang: string[] = [];
  clock.schedule(() => rang.push(new Date(clock.now()).toISOString()), 500);
  clock.advance(1_000);
  expect(rang).toEqual(['2026-05-01T09:00:00.500Z']);
});

test('a lost message is sent again', () => {
  const clock = createVirtualClock();
  const { a, b, cut, mend } = createNetworkPair<string>({ clock, seed: 7, delayMs: [20, 80], duplicate: 0.5 });
  const received = new Set<string>();
  b.subscribe((message) => received.add(message));
  cut();
  a.send('hello');
  clock.advance(80);
  expect(received.size).toBe(0);
  mend();
  a.send('hello');
  clock.advance(80);
  expect([...received]).toEqual(['hello']);
});

for (const { title, run } of logContract) {
  test(title, () => {
    const log = memoryLog(); // one log; for your adapter, return a new object over the same storage each time
    return run({ open: () => log });
  });
}
