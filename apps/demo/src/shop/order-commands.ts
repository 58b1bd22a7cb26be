import { defineCommand, reject } from '@refold/core';
import * as z from 'zod';
import { MAX_CODE, OrderPlaced, OrderVoided, type Line } from './events.ts';
import { MAX_QTY } from './money.ts';
import { orderLabel } from './order-id.ts';
import { orders } from './orders.ts';
import { products } from './products.ts';
import { WallClock } from './wall-clock.ts';

/** Sells the lines of a basket at the current prices of the catalogue. */
export const placeOrder = defineCommand('order.place', {
  input: z.object({
    at: WallClock,
    lines: z
      .array(z.object({ sku: z.string(), qty: z.int().positive().max(MAX_QTY) }))
      .min(1, 'there is nothing in the basket'),
    customerId: z.string().trim().min(1).max(MAX_CODE).optional(),
    country: z.string().trim().min(1).max(MAX_CODE).optional(),
  }),
  reads: { products },
  label: ({ lines }) => `Sell ${itemsIn(lines)}`,
  decide({ lines, ...rest }, read, { newId }) {
    const sold: Line[] = [];
    const wanted = new Map<string, number>();
    for (const { sku, qty } of lines) {
      const product = read.products.get(sku);
      if (product === undefined) return reject('unknown-product', { sku });
      // A product may be on several lines. Together they must not exceed the stock.
      const total = (wanted.get(sku) ?? 0) + qty;
      wanted.set(sku, total);
      if (product.stock !== undefined && product.stock < total) {
        return reject('out-of-stock', { sku, name: product.name, left: product.stock, wanted: total });
      }
      sold.push([sku, qty, product.mills]);
    }
    return OrderPlaced({ orderId: newId('ord'), lines: sold, ...rest });
  },
});

/** Voids a sale: money, goods and figures become what they would be without it. */
export const voidOrder = defineCommand('order.void', {
  input: z.object({ orderId: z.string(), at: WallClock }),
  reads: { orders },
  label: ({ orderId }) => `Void order ${orderLabel(orderId)}`,
  decide({ orderId, at: voidedAt }, read) {
    const order = read.orders.get(orderId);
    if (order === undefined) return reject('not-found', { orderId });
    if (order.kind !== 'sale') return reject('not-a-sale', { orderId, kind: order.kind });
    if (order.status === 'void') return reject('already-void', { orderId, voidedAt: order.voidedAt });
    const { at, customerId, country } = order;
    return OrderVoided({
      orderId,
      voidedAt,
      at,
      lines: order.lines,
      ...(customerId !== undefined && { customerId }),
      ...(country !== undefined && { country }),
    });
  },
});

function itemsIn(lines: readonly { qty: number }[]): string {
  const items = lines.reduce((sum, { qty }) => sum + qty, 0);
  return items === 1 ? '1 item' : `${items} items`;
}
