import type { BasketLine } from './basket.ts';
import { linePence } from './money.ts';
import type { Product } from './products.ts';

export interface PricedLine extends BasketLine {
  /** Absent when the catalogue does not have the product, or no longer has it. */
  readonly product: Product | undefined;
  readonly pence: number;
  /** Whether more are wanted than there are in stock. */
  readonly isShort: boolean;
}

export interface PricedBasket {
  readonly lines: readonly PricedLine[];
  readonly pence: number;
  readonly items: number;
}

/** The lines of the basket at current prices. `find` is `products.get` of the shop's store. */
export function pricedBasket(lines: readonly BasketLine[], find: (sku: string) => Product | undefined): PricedBasket {
  const priced = lines.map(({ sku, qty }) => {
    const product = find(sku);
    const pence = product === undefined ? 0 : linePence(qty, product.mills);
    return { sku, qty, product, pence, isShort: product?.stock !== undefined && product.stock < qty };
  });
  return {
    lines: priced,
    pence: priced.reduce((sum, line) => sum + line.pence, 0),
    items: priced.reduce((sum, line) => sum + line.qty, 0),
  };
}
