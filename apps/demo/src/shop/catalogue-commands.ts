import { defineCommand, reject } from '@refold/core';
import * as z from 'zod';
import { MAX_CODE, ProductListed, StockReceived } from './events.ts';
import { MAX_MILLS, MAX_QTY } from './money.ts';
import { products } from './products.ts';

/** Puts a product on sale, or renames and prices one that is. */
export const listProduct = defineCommand('product.list', {
  input: z.object({
    sku: z.string().trim().min(1).max(MAX_CODE),
    name: z.string().trim().min(1).max(200),
    mills: z.int().min(0).max(MAX_MILLS),
    category: z.string().trim().min(1).max(40).optional(),
  }),
  label: ({ name }) => `List ${name}`,
  decide: (product) => ProductListed(product),
});

/** Takes goods in; a quantity below zero corrects a count, which it never takes below zero. */
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
    // A count that is below zero already may still be brought up.
    if (qty < 0 && stock + qty < 0) return reject('below-zero', { sku, stock });
    return StockReceived({ sku, qty });
  },
});
