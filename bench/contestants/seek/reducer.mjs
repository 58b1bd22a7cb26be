import { produce } from 'immer';
import { checksum, makeLog, reduce } from '../../workload/log.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */
/** @typedef {Record<string, Item>} Items */

/** The items after an event: one Immer draft for each, as in a Redux reducer. */
export const after = (/** @type {Items} */ items, /** @type {import('../../workload/log.mjs').ItemEvent} */ event) =>
  produce(items, (draft) => reduce(draft, event));

/** The checksum of the items, in the order in which they were listed. */
export const sumOf = (/** @type {Items} */ items) => checksum(Object.values(items));

/**
 * @param {number} events
 * @param {number} entities
 * @returns {import('./seeks.mjs').Seekable}
 */
export function everyState(events, entities) {
  /** @type {Items[]} */
  const states = [{}];
  for (const event of makeLog(events, entities)) states.push(after(/** @type {Items} */ (states.at(-1)), event));
  let shown = states[0];
  return {
    seek: (position) => (shown = states[position]),
    sum: () => sumOf(/** @type {Items} */ (shown)),
  };
}
