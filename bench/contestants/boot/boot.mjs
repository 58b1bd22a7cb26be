// How long it takes until something stored can be read, and the longest task on the way.
import { checksum, pagesOfLog, reduce } from '../../workload/log.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

/**
 * @param {() => Promise<Iterable<Item>>} open gives the items, in order
 */
export async function measureBoot(open) {
  /** @type {PerformanceEntry[]} */
  const tasks = [];
  const observer = new PerformanceObserver((list) => void tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  const startedAt = performance.now();
  const items = await open();
  const cost = performance.now() - startedAt;
  // A task is told of once it is over.
  await new Promise((resolve) => setTimeout(resolve, 100));
  tasks.push(...observer.takeRecords());
  observer.disconnect();
  const during = tasks.filter((task) => task.startTime < startedAt + cost);
  const longest = Math.max(0, ...during.map((task) => task.duration));
  return { cost, check: checksum(items), extra: { 'longest task': longest } };
}

/**
 * The items that a log comes to.
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
