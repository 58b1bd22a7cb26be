import { createStore, memoryLog } from '@refold/core';
import { listing } from '../../workload/log.mjs';
import { events, ItemListed, ItemMoved, items, moveItem } from '../../workload/shop.mjs';
import { dispatchMoves } from './moves.mjs';

const COMMIT_EVENTS = 500;

/** @param {import('./moves.mjs').DispatchTask & { through: 'run' | 'append', until: 'views' | 'stored' }} task */
export function measure(task) {
  return dispatchMoves(async (entities) => {
    const store = await openShop(entities);
    let told = 0;
    store.subscribe(() => (told += 1));
    /** @type {import('@refold/core').Receipt | undefined} */
    let receipt;
    return {
      move(data) {
        if (task.through === 'append') {
          receipt = store.append(ItemMoved(data));
          return;
        }
        const outcome = store.run(moveItem, data);
        if (!outcome.ok) throw new Error(`The command was rejected: ${outcome.rejection.code}.`);
        receipt = outcome.receipt;
      },
      told: () => told,
      items: () => store.get(items),
      ...(task.until === 'stored' ? { stored: () => receipt?.until('stored') ?? Promise.resolve() } : {}),
    };
  })(task);
}

/**
 * A store on a log in memory in which all items are listed, and stored.
 * @param {number} entities
 */
export async function openShop(entities) {
  const store = createStore({ events, views: [items], commands: [moveItem], log: memoryLog() });
  await store.ready;
  for (let at = 0; at < entities; at += COMMIT_EVENTS) {
    const count = Math.min(COMMIT_EVENTS, entities - at);
    const receipt = store.append(...Array.from({ length: count }, (_, i) => ItemListed(listing(at + i, entities))));
    await receipt.until('stored');
  }
  return store;
}
