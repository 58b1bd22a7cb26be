/** A product with this many pieces or fewer runs low. */
const LOW_STOCK = 5;

export type StockLevel = 'untracked' | 'out' | 'low' | 'enough';

export function stockLevel(stock: number | undefined): StockLevel {
  if (stock === undefined) return 'untracked';
  return stock <= 0 ? 'out' : stock <= LOW_STOCK ? 'low' : 'enough';
}
