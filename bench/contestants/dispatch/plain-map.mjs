import { listing, toItem } from '../../workload/log.mjs';
import { dispatchMoves } from './moves.mjs';

// Writes in place and calls a listener: no checks, no history, nothing immutable.
export const measure = dispatchMoves((entities) => {
  const items = new Map(
    Array.from({ length: entities }, (_, index) => {
      const item = toItem(listing(index, entities));
      return [item.sku, item];
    }),
  );
  let calls = 0;
  const listeners = new Set([() => (calls += 1)]);
  return {
    move({ sku, qty }) {
      const item = items.get(sku);
      if (item === undefined) return;
      item.left += qty;
      item.moves += 1;
      for (const listener of listeners) listener();
    },
    calls: () => calls,
    items: () => items.values(),
  };
});
