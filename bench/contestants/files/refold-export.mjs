import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { exportLog } from '@refold/core/files';
import { events as definitions, items } from '../../workload/shop.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { provideLog, provideSnapshot } from '../stored-log.mjs';
import { writeToDisk } from './disk.mjs';

/** @typedef {{ units: number, entities: number }} Given */

/** @param {Given} task */
export async function prepare({ units, entities }) {
  await provideSnapshot(await provideLog(units, entities));
}

/** @param {Given} task */
export async function measure({ units, entities }) {
  const log = dexieLog(await provideLog(units, entities));
  const store = createStore({ events: definitions, views: [items], log });
  await store.ready;
  const { cost, longest, result } = await watchTasks(() => writeToDisk(exportLog(store), 'exported'));
  await store.close();
  if (result < units * 100) throw new Error(`A file of ${result} bytes cannot hold ${units} events.`);
  return { cost, extra: { 'longest task': longest } };
}
