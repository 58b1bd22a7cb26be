import { createStore } from 'tinybase';
import { createIndexedDbPersister } from 'tinybase/persisters/persister-indexed-db';
import { inOrder, itemsOf, measureBoot } from './boot.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

/** @param {{ entities: number, events: number }} task */
export async function prepare({ entities, events }) {
  const name = `tinybase-${events}`;
  const known = await load(name);
  if (known.getRowCount('items') === 0) {
    const store = createStore();
    const persister = createIndexedDbPersister(store, name);
    store.setTable('items', itemsOf(events, entities));
    await persister.save();
    await persister.destroy();
  }
}

/** @param {{ events: number }} task */
export async function measure({ events }) {
  const name = `tinybase-${events}`;
  return measureBoot(async () =>
    inOrder(/** @type {Record<string, Item>} */ (/** @type {unknown} */ ((await load(name)).getTable('items')))),
  );
}

/** @param {string} name */
async function load(name) {
  const store = createStore();
  const persister = createIndexedDbPersister(store, name);
  await persister.load();
  await persister.destroy();
  return store;
}
