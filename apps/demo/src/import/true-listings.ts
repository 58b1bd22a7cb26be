import { createProductListings } from './product-listings.ts';
import type { Listing, SalesEvent } from './read-sales.ts';

/** Decides which listings of a file apply. */
export interface TrueListings {
  /** The listings that apply when an invoice is accepted. */
  of(invoice: SalesEvent): readonly Listing[];
  /** Call it when an invoice was refused, so that its listings do not apply. */
  refuse(invoice: SalesEvent): void;
}

/**
 * Keeps the names and prices of refused invoices out of the shop. The first invoice that names a product lists it. When
 * that invoice is refused, the next one that sells the product lists it, at its own price.
 */
export function createTrueListings(): TrueListings {
  const own = createProductListings();
  /** Names of products that only refused invoices have listed so far. */
  const unlisted = new Map<string, string>();
  return {
    of({ event, line, listings }) {
      for (const listing of listings) unlisted.delete(listing.event.data.sku);
      if (unlisted.size === 0 || !('lines' in event.data)) return listings;
      const { lines, at } = event.data;
      const more = lines.flatMap(([sku, , mills]) => {
        const name = unlisted.get(sku);
        const found = name === undefined ? undefined : own.see({ sku, name, mills, at });
        return found === undefined ? [] : [{ event: found, line }];
      });
      return [...listings, ...more];
    },
    refuse({ listings }) {
      for (const { event } of listings) unlisted.set(event.data.sku, event.data.name);
    },
  };
}
