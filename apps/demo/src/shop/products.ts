import { defineCollection } from '@refold/core';
import { bills, OrderVoided, ProductListed, StockReceived } from './events.ts';
import { listingPlace, namesWith, type NameSince } from './listings.ts';
import { linePence } from './money.ts';
import { noteOrder, orderKey, type OrderMarks } from './order-marks.ts';
import { upsert } from './upsert.ts';

export interface Product {
  sku: string;
  /** Empty while nobody has named the product. */
  name: string;
  /** The name as a sort key, so that capitals do not come first. Absent while the product is not listed. */
  sortName?: string | undefined;
  mills: number;
  category?: string | undefined;
  /** Absent when the stock is not tracked. The first delivery begins it; sales never do. */
  stock?: number;
  /** Pieces sold, minus returns. */
  sold: number;
  netPence: number;
  /** The number of edits by hand. */
  edition?: number | undefined;
  /** All names so far, in the order of their listings, when there were several. */
  names?: readonly NameSince[];
}

/**
 * A product, with the data that its figures derive from. It is flat, because most events change a few numbers in many
 * rows.
 */
interface ProductRow extends Product {
  /** The place of the listing that name and price come from. */
  listing?: string;
  categoryListing?: string;
  /** The marks of the orders that have the product on their first line. */
  marks?: OrderMarks;
  /** For each such order, the products that it took from tracked stock. */
  taken?: Record<string, string[]>;
}

/** The range of `sortName` that contains all listed products, by name. */
export const LISTED = { gte: '' } as const;

/**
 * The catalogue with the figures of each product. `get(sku)` finds only listed products. A product that is sold or
 * received before it is listed, or whose listing was undone, is under a key of its own.
 */
export const products = defineCollection('products', {
  key: ({ sku, sortName }: ProductRow) => (sortName === undefined ? unlistedKey(sku) : sku),
  indexes: ['netPence', 'sortName', 'category'],
  revision: 4,
})
  .on(ProductListed, (rows, { id, timestamp, data }) => {
    const { sku, name, mills, category, at = timestamp.slice(0, 19), edition = 0 } = data;
    const known: ProductRow = rows.get(sku) ?? rows.get(unlistedKey(sku)) ?? unlisted(sku);
    const place = listingPlace(edition, at, id);
    const names = namesWith(known.names ?? firstName(known), { at, name, place });
    rows.delete(unlistedKey(sku));
    rows.put({
      ...known,
      sortName: known.sortName ?? '',
      ...(place > (known.listing ?? '') && { name, sortName: name.toLowerCase(), mills, edition, listing: place }),
      ...(category !== undefined &&
        place > (known.categoryListing ?? '') && { category: category || undefined, categoryListing: place }),
      ...(names.length > 1 && { names }),
    });
  })
  .on(StockReceived, (rows, { data: { sku, qty } }) => {
    change(rows, sku, (product) => {
      product.stock = (product.stock ?? 0) + qty;
    });
  })
  .on([...bills, OrderVoided], (rows, { type, data: { orderId, lines } }) => {
    const [first] = lines;
    if (first === undefined) return;
    let counts = 0;
    let taken: readonly string[] = [];
    change(rows, first[0], (product) => {
      ({ counts } = noteOrder((product.marks ??= {}), type, orderId));
      taken = [...(product.taken?.[orderKey(orderId)] ?? [])];
    });
    if (counts === 0) return;
    const takes: string[] = [];
    for (const [sku, qty, mills] of lines) {
      change(rows, sku, (product) => {
        product.sold += counts * qty;
        product.netPence += counts * linePence(qty, mills);
        // A return goes back to the stock that it came from. A stock whose count began later never lacked it.
        if (product.stock === undefined || (counts === -1 && !taken.includes(sku))) return;
        product.stock -= counts * qty;
        takes.push(sku);
      });
    }
    if (counts === -1 || takes.length === 0) return;
    change(rows, first[0], (product) => {
      (product.taken ??= {})[orderKey(orderId)] = takes;
    });
  });

const unlistedKey = (sku: string): string => `\0${sku}`;

const unlisted = (sku: string): ProductRow => ({ sku, name: '', mills: 0, sold: 0, netPence: 0 });

/** The name of a product that has had only one. */
function firstName({ listing: place = '', name }: ProductRow): readonly NameSince[] {
  const [, at = ''] = place.split(' ');
  return name === '' ? [] : [{ at, name, place }];
}

interface Rows {
  put(product: ProductRow): void;
  update(key: string, recipe: (product: ProductRow) => void): void;
}

/** Changes a product, listed or not. */
function change(rows: Rows, sku: string, recipe: (product: ProductRow) => void): void {
  let isListed = false;
  rows.update(sku, (product) => {
    isListed = true;
    recipe(product);
  });
  if (!isListed) upsert(rows, unlistedKey(sku), () => unlisted(sku), recipe);
}
