import * as z from 'zod';
import type { EventLog } from '../log/event-log.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineCommand, reject } from '../model/command.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from '../read/define-query.ts';
import { defineView } from '../model/view.ts';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import { createStore } from './create-store.ts';

// A small shop, for tests of the whole store.
export const Listed = defineEvent('product.listed', z.object({ sku: z.string(), left: z.number() }));
export const Sold = defineEvent('order.placed', z.object({ sku: z.string(), qty: z.number() }));
export const Voided = defineEvent('order.voided', z.object({ sku: z.string(), qty: z.number() }));
export const Closed = defineEvent('day.closed');

export interface Product {
  readonly sku: string;
  readonly left: number;
}
export const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] })
  .on(Listed, (rows, e) => rows.put(e.data))
  .on(Sold, (rows, e) => rows.update(e.data.sku, (p) => void (p.left -= e.data.qty)))
  .on(Voided, (rows, e) => rows.update(e.data.sku, (p) => void (p.left += e.data.qty)));
export const takings = defineView('takings', { initial: { sold: 0, days: 0 } })
  .on(Sold, (draft, e) => void (draft.sold += e.data.qty))
  .on(Closed, (draft) => void (draft.days += 1));
export const low = defineQuery('low', { stock }, ({ stock }, max: number) =>
  stock.where('left', { lte: max }).map((p) => p.sku),
);

export const sell = defineCommand('order.place', {
  input: z.object({ sku: z.string(), qty: z.number().positive() }),
  reads: { stock },
  label: ({ sku }) => `Sell ${sku}`,
  decide({ sku, qty }, { stock }) {
    const product = stock.get(sku);
    if (product === undefined) return reject('unknown-product', { sku });
    return product.left < qty ? reject('out-of-stock', { left: product.left }) : Sold({ sku, qty });
  },
});
export const closeDay = defineCommand('day.close', { decide: () => [Closed()] });

export const events = [Listed, Sold, Voided, Closed];

/** Opens a shop. */
export async function openShop(log: EventLog = memoryLog(), env: TestEnv = testEnv()) {
  const store = createStore({
    events,
    views: [stock, takings],
    commands: [sell, closeDay],
    log,
    env,
    actor: () => 'ann',
    source: 'shop',
  });
  await store.ready;
  return store;
}
