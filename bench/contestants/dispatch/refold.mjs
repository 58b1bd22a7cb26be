import { createStore, memoryLog } from '@refold/core';
import { makeLog } from '../../workload/log.mjs';
import { events, ItemMoved, items, moveItem } from '../../workload/shop.mjs';
import { dispatchMoves } from './moves.mjs';

/** @param {import('./moves.mjs').DispatchTask & { through: 'run' | 'append', until: 'views' | 'stored' }} task */
export function measure(task) {
  return dispatchMoves(async (entities) => {
    const store = await openShop(entities);
    let told = 0;
    store.subscribe(() => (told += 1));
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
 * A store on a log in memory in which all items are listed already.
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
