// The time until something stored can be read, and the longest task until then.
import { checksum, pagesOfLog, reduce } from '../../workload/log.mjs';
import { watchTasks } from '../long-tasks.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

/** @param {() => Promise<Iterable<Item>>} open returns the items, in order */
export async function measureBoot(open) {
  const { cost, longest, result } = await watchTasks(open);
  return { cost, check: checksum(result), extra: { 'longest task': longest } };
}

/**
 * The items after a log.
 * @param {number} events
 * @param {number} entities
 */
export function itemsOf(events, entities) {
  /** @type {Record<string, Item>} */
  const items = {};
  for (const page of pagesOfLog(events, entities, 10_000)) for (const event of page) reduce(items, event);
  return items;
}

/**
 * @param {Record<string, Item>} items
 * @returns {readonly Item[]}
 */
export const inOrder = (items) => Object.values(items).sort((a, b) => (a.sku < b.sku ? -1 : 1));
