import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { importLog } from '@refold/core/files';
import { checksum } from '../../workload/log.mjs';
import { events as definitions, items } from '../../workload/shop.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { readFromDisk } from './disk.mjs';
import { provideFile } from './sample-file.mjs';

/** @param {{ units: number, entities: number }} task */
export async function prepare({ units, entities }) {
  await provideFile(units, entities);
}

/** @param {{ units: number, entities: number, round: number }} task */
export async function measure({ units, entities, round }) {
  const file = await readFromDisk(await provideFile(units, entities));
  const log = dexieLog(`import-${units}-${round}`);
  const store = createStore({ events: definitions, views: [items], log });
  await store.ready;
  const { cost, longest, result } = await watchTasks(() => importLog(store, file.stream()));
  const check = checksum(store.get(items));
  await store.destroy();
  if (result.added !== units) throw new Error(`${result.added} events were added, not ${units}.`);
  return { cost, check, extra: { 'longest task': longest } };
}
