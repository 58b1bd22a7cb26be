import { defineQuery } from '@refold/core';
import { linePence } from '../../shop/money.ts';
import { products } from '../../shop/products.ts';
import { ordersOfDay } from '../../shop/queries.ts';
import { hoursOf } from './hours.ts';

/** The hours of a day, and its best sellers. */
export const daySales = defineQuery('day-sales', { ordersOfDay, products }, (read, day: string, limit: number) => {
  const found = read.ordersOfDay(day);
  const sold = new Map<string, { sku: string; items: number; netPence: number }>();
  for (const { lines, status } of found) {
    if (status === 'void') continue;
    for (const [sku, qty, mills] of lines) {
      const row = sold.get(sku) ?? { sku, items: 0, netPence: 0 };
      row.items += qty;
      row.netPence += linePence(qty, mills);
      sold.set(sku, row);
    }
  }
  const best = [...sold.values()].sort((a, b) => b.netPence - a.netPence).slice(0, limit);
  return { hours: hoursOf(found), best: best.map((row) => ({ ...row, name: read.products.get(row.sku)?.name ?? '' })) };
});
