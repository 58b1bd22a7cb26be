// The engine's fold alone, imported from its own file: the work of opening a store between reading and publishing.
import { ReadModels } from '../../../packages/core/dist/fold/read-models.js';
import { checksum } from '../../workload/log.mjs';
import { items, itemsView } from '../../workload/shop.mjs';
import { foldLog } from './fold-log.mjs';

/**
 * @typedef {import('../../workload/log.mjs').Item} Item
 * @typedef {{ position: number, event: import('../../workload/log.mjs').ItemEvent }} Placed
 */

/** @type {Map<string, ReturnType<typeof foldLog>>} */
const kinds = new Map();

/** @param {{ kind: 'view' | 'collection', batch: number, entities: number, units: number }} task */
export function measure(task) {
  const kind = `${task.kind} ${task.batch}`;
  const known = kinds.get(kind) ?? foldAs(task.kind, task.batch);
  kinds.set(kind, known);
  return known(task);
}

/**
 * @param {'view' | 'collection'} kind
 * @param {number} batch
 */
function foldAs(kind, batch) {
  return foldLog(
    (/** @type {Placed[]} */ placed) => {
      const models = new ReadModels([/** @type {any} */ (kind === 'view' ? itemsView : items)], false);
      for (let at = 0; at < placed.length; at += batch) models.fold(placed.slice(at, at + batch));
      return () => checksum(rowsOf(kind, models));
    },
    (log) => log.map((event, index) => ({ position: index + 1, event })),
  );
}

/**
 * @param {'view' | 'collection'} kind
 * @param {ReadModels} models
 * @returns {Iterable<Item>}
 */
function rowsOf(kind, models) {
  const { value } = models.world.state(kind === 'view' ? itemsView.name : items.name);
  return kind === 'view'
    ? Object.values(/** @type {{ items: Record<string, Item> }} */ (value).items)
    : /** @type {Iterable<Item>} */ (value);
}
