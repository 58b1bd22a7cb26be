import { createStore, memoryLog } from '@refold/core';
import { makeLog } from '../../workload/log.mjs';
import { events, ItemMoved, items, moveItem } from '../../workload/shop.mjs';
import { dispatchMoves } from './moves.mjs';

/** @param {import('./moves.mjs').DispatchTask & { through: 'run' | 'append', until: 'views' | 'stored' }} task */
export function measure(task) {
  return dispatchMoves(async (entities) => {
    const store = await openShop(entities);
    let calls = 0;
    store.subscribe(() => (calls += 1));
    const append = (/** @type {import('../../workload/log.mjs').Moved} */ data) => store.append(ItemMoved(data));
    const run = (/** @type {import('../../workload/log.mjs').Moved} */ data) => {
      const outcome = store.run(moveItem, data);
      if (!outcome.ok) throw new Error(`The command was rejected: ${outcome.rejection.code}.`);
      return outcome.receipt;
    };
    const through = task.through === 'append' ? append : run;
    // Not a receipt in a variable: the linter does not know its type before the packages are built.
    let stored = () => Promise.resolve();
    return {
      move(data) {
        const receipt = through(data);
        stored = () => receipt.until('stored');
      },
      calls: () => calls,
      items: () => store.get(items),
      ...(task.until === 'stored' ? { stored: () => stored() } : {}),
    };
  })(task);
}

/**
 * A store on a memory log that has all items listed.
 * @param {number} entities
 */
export async function openShop(entities) {
  const log = memoryLog();
  await log.open();
  const listed = makeLog(entities, entities);
  await log.append({ writer: 'writer_1', first: 1, commits: listed.map((event) => ({ events: [event] })) });
  const store = createStore({ events, views: [items], commands: [moveItem], log });
  await store.ready;
  return store;
}
