import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events, items } from '../../workload/shop.mjs';
import { provideLog, withoutSnapshots } from '../stored-log.mjs';

/** @type {unknown} */
export let held;

/** @param {{ entities: number, units: number }} task */
export async function measure({ entities, units }) {
  // Reads and folds the whole log, so that anything left in memory would show.
  const log = withoutSnapshots(dexieLog(await provideLog(units, entities)));
  const store = createStore({ events, views: [items], log });
  await store.ready;
  held = store;
  return { cost: 0, check: store.get(items).size };
}
