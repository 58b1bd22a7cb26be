import { eventIdFrom } from '@refold/core';
import { ProductListed, type GivenShopEvent } from '../shop/events.ts';
import type { SalesLine } from './sales-line.ts';

/**
 * The listings that sales lines imply. A product is listed when its code first appears, and again when its first name
 * or first price appears later (stock corrections have neither). Codes are case-sensitive: 15056n is not 15056N. An
 * event's id derives from its whole content. So importing a file again adds nothing, and a file with another name for
 * the product adds a listing instead of a conflict.
 */
export function createProductListings(): { see(line: ListedLine): ListingEvent | undefined } {
  const known = new Map<string, { name: string; mills: number }>();
  return {
    see({ sku, name: described, mills: asked, at }) {
      const name = described.slice(0, 200);
      // A negative price corrects the books. Nothing is sold at it.
      const mills = Math.max(asked, 0);
      const product = known.get(sku);
      if (product !== undefined) {
        const isNews = (product.name === '' && name !== '') || (product.mills === 0 && mills !== 0);
        if (!isNews) return undefined;
        product.name ||= name;
        product.mills ||= mills;
        return listed(sku, product.name, product.mills, at);
      }
      known.set(sku, { name, mills });
      return listed(sku, name, mills, at);
    },
  };
}

export type ListingEvent = Extract<GivenShopEvent, { readonly type: 'product.listed' }>;
export type ListedLine = Pick<SalesLine, 'sku' | 'name' | 'mills' | 'at'>;

function listed(sku: string, name: string, mills: number, at: string): ListingEvent {
  const timestamp = `${at}.000Z`;
  return {
    ...ProductListed({ sku, name, mills }),
    id: eventIdFrom('retail', 'product', sku, name, String(mills), timestamp),
    timestamp,
  };
}
