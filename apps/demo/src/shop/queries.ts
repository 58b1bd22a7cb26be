import { defineQuery } from '@refold/core';
import type { Shop } from './events.ts';
import { customers, type Customer } from './customers.ts';
import { noFigures, sumOf } from './figures.ts';
import { orders, type Order } from './orders.ts';
import { days, type DayFigures, type MonthFigures } from './periods.ts';
import { LISTED, products, type Product } from './products.ts';
import { monthOf } from './wall-clock.ts';

/** The figures of one day, all zero for a day without any. */
export const dayFigures = defineQuery(
  'day-figures',
  { days },
  (read, day: string): DayFigures => read.days.get(day) ?? { ...noFigures, day },
);

/** The days from `from` to `to`, both included, earliest first. Days without figures are left out. */
export const daysBetween = defineQuery('days-between', { days }, (read, from: string, to: string) =>
  read.days.range({ gte: from, lte: to }),
);

/** Every month that has figures, earliest first, `2011-03`. */
export const allMonths = defineQuery('all-months', { days }, (read): readonly MonthFigures[] => {
  const months = new Map<string, DayFigures[]>();
  for (const row of read.days.range()) {
    const month = monthOf(row.day);
    const known = months.get(month);
    if (known === undefined) months.set(month, [row]);
    else known.push(row);
  }
  return Array.from(months, ([month, rows]) => ({ ...sumOf(rows), month }));
});

/** The bills of a day, latest first. */
export const ordersOfDay = defineQuery('orders-of-day', { orders }, (read, day: string) =>
  latestFirst(read.orders.where('day', day)),
);

/** The bills of a customer, latest first. */
export const ordersOfCustomer = defineQuery('orders-of-customer', { orders }, (read, customerId: string) =>
  latestFirst(read.orders.where('customerId', customerId)),
);

/** The products that brought in the most, best first. */
export const topProducts = defineQuery('top-products', { products }, (read, limit: number): readonly Product[] =>
  read.products.where('netPence', {}, { limit, reverse: true }),
);

/** The customers who brought in the most, best first. */
export const topCustomers = defineQuery('top-customers', { customers }, (read, limit: number): readonly Customer[] =>
  read.customers.where('netPence', {}, { limit, reverse: true }),
);

/**
 * The catalogue by name, filtered by products whose name or code contains every word of `text`, and by `category` when
 * given. Products without a name match only by code, and come last.
 */
export const searchProducts = defineQuery(
  'search-products',
  { products },
  (read, text: string, limit: number, category?: string): readonly Product[] => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found: Product[] = [];
    const unnamed: Product[] = [];
    for (const product of read.products.where('sortName', LISTED)) {
      if (category !== undefined && product.category !== category) continue;
      const searched = `${product.name} ${product.sku}`.toLowerCase();
      if (!words.every((word) => searched.includes(word))) continue;
      (product.name === '' ? unnamed : found).push(product);
      if (found.length === limit) break;
    }
    return [...found, ...unnamed].slice(0, limit);
  },
);

/** The number of listed products. */
export const productCount = defineQuery(
  'product-count',
  { products },
  (read) => read.products.where('sortName', LISTED).length,
);

/** The product with exactly this code, ignoring case. */
export function productByCode(shop: Shop, code: string): Product | undefined {
  const rows = shop.get(products);
  return rows.get(code) ?? rows.get(code.toUpperCase());
}

/** The categories of the products, by name. */
export const categories = defineQuery('categories', { products }, (read): readonly string[] => {
  const found = new Set<string>();
  for (const { category } of read.products.where('category', { gte: '' })) {
    if (category !== undefined) found.add(category);
  }
  return [...found];
});

function latestFirst(found: readonly Order[]): readonly Order[] {
  return [...found].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1));
}
