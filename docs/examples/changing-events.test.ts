import {
  createStore,
  defineCollection,
  defineEvent,
  defineView,
  memoryLog,
  type ReadModel,
  type AnyEvent,
  type AnyStore,
} from '@refold/core';
import type { EventLog } from '@refold/core/log';
import { expectView } from '@refold/core/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';

const ProductListed = defineEvent('product.listed', z.object({ sku: z.string(), name: z.string() })).version(
  z.object({ sku: z.string(), title: z.string(), cents: z.int() }),
  ({ sku, name }) => ({ sku, title: name, cents: 0 }),
);

const ItemSold = defineEvent('item.sold', z.object({ sku: z.string(), qty: z.int() }), {
  formerly: ['product.sold'],
});

interface Product {
  sku: string;
  title: string;
  cents: number;
}
const products = defineCollection('products', { key: (p: Product) => p.sku }).on(ProductListed, (rows, e) =>
  rows.put(e.data),
);

const takings = defineView('takings', { initial: { cents: 0 }, revision: 2 }).on(ItemSold, (draft, e) => {
  // Until revision 1 it was the number of sales.
  draft.cents += e.data.qty * 100;
});

test('a product of the first release has no price', () => {
  const old = { type: 'product.listed', version: 1, data: { sku: 'tea', name: 'Green tea' } };
  expectView(products, old).toEqual([{ sku: 'tea', title: 'Green tea', cents: 0 }]);
});

/** The previous release. */
const first = {
  listed: defineEvent('product.listed', z.object({ sku: z.string(), name: z.string() })),
  sold: defineEvent('product.sold', z.object({ sku: z.string(), qty: z.int() })),
};
const counted = defineView('takings', { initial: { cents: 0 } }).on(first.sold, (draft) => void (draft.cents += 1));

async function open(log: EventLog, events: readonly AnyEvent[], views: readonly ReadModel[]) {
  const store: AnyStore = createStore({
    events,
    views: views as readonly [],
    log: { ...log, close: () => Promise.resolve() },
  });
  await store.ready;
  return store;
}

test('[EVT-5] [VIEW-4] the changed definitions open the log of the previous release', async () => {
  const log = memoryLog();
  const old = await open(log, [first.listed, first.sold], [counted]);
  await old.append(first.listed({ sku: 'tea', name: 'Green tea' }), first.sold({ sku: 'tea', qty: 3 })).until('stored');
  expect(old.get(counted)).toEqual({ cents: 1 });
  await old.close();

  const store = await open(log, [ProductListed, ItemSold], [products, takings]);
  expect(store.get(products).get('tea')).toEqual({ sku: 'tea', title: 'Green tea', cents: 0 });
  expect([store.get(takings), store.status.skipped]).toEqual([{ cents: 300 }, 0]);
  await store
    .append(ItemSold({ sku: 'tea', qty: 1 }), ProductListed({ sku: 'a', title: 'b', cents: 1 }))
    .until('stored');
  await store.close();

  // The old release comes back and skips the events that it does not know.
  const again = await open(log, [first.listed, first.sold], [counted]);
  expect([again.get(counted), again.status.skipped]).toEqual([{ cents: 1 }, 2]);
  await again.close();
});
