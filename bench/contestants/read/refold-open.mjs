import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events, items } from '../../workload/shop.mjs';
import { provideLog, provideSnapshot, withoutSnapshots } from '../stored-log.mjs';

/** @param {{ entities: number, units: number, isFromSnapshot: boolean }} task */
export async function measure({ entities, units, isFromSnapshot }) {
  const name = await provideLog(units, entities);
  if (isFromSnapshot) await provideSnapshot(name);
  const startedAt = performance.now();
  const log = dexieLog(name);
  const store = createStore({ events, views: [items], log: isFromSnapshot ? log : withoutSnapshots(log) });
  await store.ready;
  const rows = store.get(items).size;
  const cost = performance.now() - startedAt;
  await store.close();
  if (rows !== entities) throw new Error(`${rows} items came of the log, not ${entities}.`);
  return { cost, check: units };
}
