// Folds a read model again after its definition changed: beside the current one, or while the store opens.
import { createStore, defineCollection } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { checksum, toItem } from '../../workload/log.mjs';
import { events as definitions, ItemListed, ItemMoved, items } from '../../workload/shop.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { provideLog, provideSnapshot } from '../stored-log.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

/** The items in their next revision. */
const next = defineCollection('items', {
  key: (/** @type {Item} */ item) => item.sku,
  indexes: ['category'],
  revision: 2,
})
  .on(ItemListed, (rows, { data }) => rows.put(toItem(data)))
  .on(ItemMoved, (rows, { data }) =>
    rows.update(data.sku, (item) => {
      item.left += data.qty;
      item.moves += 1;
    }),
  );

/** @param {{ entities: number, events: number }} task */
export async function prepare({ entities, events }) {
  // The open of the round before has deleted it.
  await provideSnapshot(await provideLog(events, entities));
}

/** @param {{ entities: number, events: number, isOpen: boolean }} task */
export async function measure({ entities, events, isOpen }) {
  const log = dexieLog(await provideLog(events, entities));
  // Saving has its own measurement.
  const env = { idle: () => () => undefined };
  if (isOpen) {
    const store = createStore({ events: definitions, views: [items], log, env });
    await store.ready;
    const { cost, longest } = await watchTasks(() => store.attach(next));
    const check = checksum(store.get(next));
    await store.close();
    return { cost, check, extra: { 'longest task': longest } };
  }
  const { cost, longest, result } = await watchTasks(async () => {
    const store = createStore({ events: definitions, views: [next], log, env });
    await store.ready;
    return store;
  });
  const check = checksum(result.get(next));
  await result.close();
  return { cost, check, extra: { 'longest task': longest } };
}
