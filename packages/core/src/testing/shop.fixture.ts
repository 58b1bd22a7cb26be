import * as z from 'zod';
import { defineCollection, defineCommand, defineEvent, defineQuery, defineView, reject } from '../index.ts';

/** A small shop to test the kit on. */
export const Listed = defineEvent('product.listed', z.object({ sku: z.string().min(1), cents: z.int() }));
export const Received = defineEvent('stock.received', z.object({ sku: z.string().min(1), qty: z.int().default(1) }));
export const Sold = defineEvent('product.sold', z.object({ id: z.string(), total: z.number() })).version(
  z.object({
    id: z.string(),
    lines: z.array(z.tuple([z.string(), z.int()])),
    cents: z.int(),
    note: z.string().optional(),
  }),
  ({ id, total }) => ({ id, lines: [], cents: Math.round(total * 100) }),
);
/** No read model folds it. */
export const Greeted = defineEvent('customer.greeted', z.object({ name: z.string().min(1) }));
export const Closed = defineEvent('shop.closed');
export const shopEvents = [Listed, Received, Sold, Greeted, Closed] as const;

export interface Product {
  sku: string;
  cents: number;
  left: number;
}
export const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] })
  .on(Listed, (rows, e) => rows.put({ ...e.data, left: 0 }))
  .on(Received, (rows, e) => {
    rows.update(e.data.sku, (p) => {
      p.left += e.data.qty;
    });
  })
  .on(Sold, (rows, e) => {
    for (const [sku, qty] of e.data.lines)
      rows.update(sku, (p) => {
        p.left -= qty;
      });
  });
export const takings = defineView('takings', { initial: { cents: 0, last: null as string | null } }).on(
  Sold,
  (draft, e) => {
    draft.cents += e.data.cents;
    draft.last = e.timestamp;
  },
);
export const low = defineQuery('low', { stock }, (read, below: number) =>
  read.stock.where('left', { lt: below }).map((p) => p.sku),
);

export const sell = defineCommand('product.sell', {
  input: z.object({ sku: z.string(), qty: z.int().positive() }),
  reads: { stock, low },
  decide({ sku, qty }, read, { newId, now, actorId }) {
    const product = read.stock.get(sku);
    if (product === undefined) return reject('unknown-product');
    if (product.left < qty) return reject('out-of-stock', { sku, left: product.left, low: read.low(1) });
    return Sold({
      id: newId('ord'),
      lines: [[sku, qty]],
      cents: product.cents * qty,
      ...(actorId !== 'tester' && { note: `${actorId} at ${now.toISOString()}` }),
    });
  },
});
/** Reads nothing, and may decide no event, or one that no store accepts. */
export const greet = defineCommand('customer.greet', {
  input: z.object({ name: z.string() }),
  decide: ({ name }) => (name === 'nobody' ? [] : [Greeted({ name })]),
});
export const close = defineCommand('shop.close', { decide: () => Closed() });
