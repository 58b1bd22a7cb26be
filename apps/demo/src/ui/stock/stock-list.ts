import { defineQuery } from '@refold/core';
import { LISTED, products } from '../../shop/products.ts';
import { searchProducts } from '../../shop/queries.ts';
import { stockLevel } from './stock-level.ts';

export const STOCK_FILTERS = [
  { id: 'all', label: 'All' },
  { id: 'low', label: 'Low' },
  { id: 'out', label: 'Out' },
  { id: 'tracked', label: 'Counted' },
  { id: 'untracked', label: 'Not counted' },
] as const;
export type StockFilter = (typeof STOCK_FILTERS)[number]['id'];

/** More than any shop has. */
const ALL = 100_000;

/** The products that match a search and a filter, by name, and the number of each kind in the whole shop. */
export const stockList = defineQuery(
  'stock-list',
  { products, searchProducts },
  (read, text: string, filter: StockFilter) => {
    const counts: Record<StockFilter, number> = { all: 0, low: 0, out: 0, tracked: 0, untracked: 0 };
    for (const { stock } of read.products.where('sortName', LISTED)) {
      counts.all += 1;
      counts[stock === undefined ? 'untracked' : 'tracked'] += 1;
      const level = stockLevel(stock);
      if (level === 'low' || level === 'out') counts[level] += 1;
    }
    const skus = read
      .searchProducts(text, ALL)
      .filter(({ stock }) => isIn(filter, stock))
      .map(({ sku }) => sku);
    return { counts, skus };
  },
);

function isIn(filter: StockFilter, stock: number | undefined): boolean {
  if (filter === 'all') return true;
  if (filter === 'tracked') return stock !== undefined;
  return stockLevel(stock) === filter;
}
