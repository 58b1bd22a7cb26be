import { defineCommand, reject } from '@refold/core';
import * as z from 'zod';
import { MAX_CODE, ProductListed, StockReceived } from './events.ts';
import { formatMills, MAX_MILLS, MAX_QTY } from './money.ts';
import { products } from './products.ts';
import { WallClock } from './wall-clock.ts';

/**
 * Lists a product, or changes its name and price. A product edited by hand is never changed by a file later. An empty
 * category removes the product from its category. A command that changes nothing appends no event.
 */
export const listProduct = defineCommand('product.list', {
  input: z.object({
    sku: z.string().trim().min(1).max(MAX_CODE),
    name: z.string().trim().min(1).max(200),
    mills: z.int().min(0).max(MAX_MILLS),
    category: z.string().trim().max(40).optional(),
    at: WallClock,
  }),
  reads: { products },
  label({ sku, name, mills }, read) {
    const known = read.products.get(sku);
    if (known === undefined) return `List ${name}`;
    if (known.name !== name) return `Rename ${known.name || sku} to ${name}`;
    return known.mills === mills ? `Edit ${name}` : `Price ${name} at ${formatMills(mills)}`;
  },
  decide({ category, ...product }, read) {
    const known = read.products.get(product.sku);
    const { name, mills, edition = 0 } = known ?? {};
    const isMoved = category !== undefined && category !== (known?.category ?? '');
    if (name === product.name && mills === product.mills && !isMoved) return [];
    return ProductListed({ ...product, ...(isMoved && { category }), edition: edition + 1 });
  },
});

/** Adds received goods to the stock. A negative quantity corrects a count, but never below zero. */
export const receiveStock = defineCommand('stock.receive', {
  input: z.object({
    sku: z.string(),
    qty: z
      .int()
      .min(-MAX_QTY)
      .max(MAX_QTY)
      .refine((qty) => qty !== 0, 'a quantity other than 0'),
  }),
  reads: { products },
  label: ({ sku, qty }, read) => `Receive ${qty} of ${read.products.get(sku)?.name || sku}`,
  decide({ sku, qty }, read) {
    const product = read.products.get(sku);
    if (product === undefined) return reject('unknown-product', { sku });
    const stock = product.stock ?? 0;
    // A count that is already below zero may still go up.
    if (qty < 0 && stock + qty < 0) return reject('below-zero', { sku, stock });
    return StockReceived({ sku, qty });
  },
});
