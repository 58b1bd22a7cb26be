import { listing, toItem } from '../../workload/log.mjs';
import { askAfterChange } from './changes.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

// A hand-kept index; the sum is computed each time.
export const measure = askAfterChange((entities) => {
  const items = Array.from({ length: entities }, (_, index) => toItem(listing(index, entities)));
  const bySku = new Map(items.map((item) => [item.sku, item]));
  const inCategory = items.filter((item) => item.category === 0);
  return {
    move({ sku, qty }) {
      const item = bySku.get(sku);
      if (item !== undefined) item.left += qty;
    },
    ask: () => inCategory.reduce((sum, item) => sum + item.left, 0),
  };
});
