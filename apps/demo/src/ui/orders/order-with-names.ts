import { defineQuery } from '@refold/core';
import { nameAt } from '../../shop/listings.ts';
import { linePence } from '../../shop/money.ts';
import { orders } from '../../shop/orders.ts';
import { products } from '../../shop/products.ts';

/** An order whose lines have the names that the products had then. */
export const orderWithNames = defineQuery('order-with-names', { orders, products }, (read, id: string) => {
  const order = read.orders.get(id);
  if (order === undefined) return undefined;
  const lines = order.lines.map(([sku, qty, mills]) => {
    const { names = [], name = '' } = read.products.get(sku) ?? {};
    return { sku, qty, mills, name: nameAt(names, order.at) || name, pence: linePence(qty, mills) };
  });
  return { order, lines };
});
