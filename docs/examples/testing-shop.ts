import { defineCollection, defineCommand, defineEvent, defineQuery, defineView, reject } from '@refold/core';
import * as z from 'zod';

export const ProductListed = defineEvent('product.listed', z.object({ sku: z.string(), left: z.int() }));
export const ProductSold = defineEvent('product.sold', z.object({ id: z.string(), sku: z.string(), qty: z.int() }));

export interface Product {
  sku: string;
  left: number;
}
export const stock = defineCollection('stock', { key: (p: Product) => p.sku })
  .on(ProductListed, (rows, e) => rows.put(e.data))
  .on(ProductSold, (rows, e) => {
    rows.update(e.data.sku, (p) => {
      p.left -= e.data.qty;
    });
  });
export const sales = defineView('sales', { initial: { count: 0, last: '' } }).on(ProductSold, (draft, e) => {
  draft.count += 1;
  draft.last = e.timestamp;
});
export const left = defineQuery('left', { stock }, (read, sku: string) => read.stock.get(sku)?.left ?? 0);

export const sell = defineCommand('product.sell', {
  input: z.object({ sku: z.string(), qty: z.int().positive() }),
  reads: { left },
  decide({ sku, qty }, read, { newId }) {
    if (read.left(sku) < qty) return reject('out-of-stock', { left: read.left(sku) });
    return ProductSold({ id: newId('ord'), sku, qty });
  },
});

export const shop = { events: [ProductListed, ProductSold], views: [stock, sales], commands: [sell] } as const;
