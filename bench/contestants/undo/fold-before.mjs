import { makeLog, reduce } from '../../workload/log.mjs';

/**
 * The items after some events, by sku.
 * @param {{ entities: number, events: number }} options
 */
export function foldBefore({ entities, events }) {
  /** @type {Record<string, import('../../workload/log.mjs').Item>} */
  const items = {};
  for (const event of makeLog(events, entities)) reduce(items, event);
  return items;
}

/**
 * The reducer for one move. It may write to its argument.
 * @param {Record<string, import('../../workload/log.mjs').Item>} items
 * @param {import('../../workload/log.mjs').Moved} moved
 */
export function move(items, { sku, qty }) {
  const item = items[sku];
  if (item === undefined) return;
  item.left += qty;
  item.moves += 1;
}
