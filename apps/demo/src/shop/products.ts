import { defineCollection } from '@refold/core';
import { bills, OrderVoided, ProductListed, StockReceived, type Line } from './events.ts';
import { linePence } from './money.ts';

export interface Product {
  sku: string;
  /** Empty where nobody has named it yet. */
  name: string;
  /** The name as it is sorted, so that capitals do not come first. */
  sortName: string;
  mills: number;
  category?: string | undefined;
  /** Absent: not tracked. It begins with the first delivery; sales never begin it. */
  stock?: number;
  /** Pieces sold, less those that came back. */
  sold: number;
  netPence: number;
}

/** The catalogue with what each product has brought in. */
export const products = defineCollection('products', {
  key: (product: Product) => product.sku,
  indexes: ['netPence', 'sortName', 'category'],
  revision: 2,
})
  .on(ProductListed, (rows, { data }) => {
    const { sold = 0, netPence = 0, ...known } = rows.get(data.sku) ?? {};
    rows.put({ ...known, ...data, sortName: data.name.toLowerCase(), sold, netPence });
  })
  .on(StockReceived, (rows, { data }) => {
    rows.update(data.sku, (product) => {
      product.stock = (product.stock ?? 0) + data.qty;
    });
  })
  .on(bills, (rows, { data }) => move(rows, data.lines, 1))
  .on(OrderVoided, (rows, { data }) => move(rows, data.lines, -1));

interface Updatable {
  update(sku: string, recipe: (product: Product) => void): void;
}

function move(rows: Updatable, lines: readonly Line[], sign: 1 | -1): void {
  for (const [sku, qty, mills] of lines) {
    rows.update(sku, (product) => {
      product.sold += sign * qty;
      product.netPence += sign * linePence(qty, mills);
      if (product.stock !== undefined) product.stock -= sign * qty;
    });
  }
}
