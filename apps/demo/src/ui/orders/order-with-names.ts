import { defineQuery } from '@refold/core';
import { linePence } from '../../shop/money.ts';
import { orders } from '../../shop/orders.ts';
import { products } from '../../shop/products.ts';

/** An order with its lines as they are read: by the names that the products have now. */
export const orderWithNames = defineQuery('order-with-names', { orders, products }, (read, id: string) => {
  const order = read.orders.get(id);
  if (order === undefined) return undefined;
  const lines = order.lines.map(([sku, qty, mills]) => ({
    sku,
    qty,
    mills,
    name: read.products.get(sku)?.name ?? '',
    pence: linePence(qty, mills),
  }));
  return { order, lines };
});
