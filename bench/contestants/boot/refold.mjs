import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events as definitions, items } from '../../workload/shop.mjs';
import { provideLog, provideSnapshot, withoutSnapshots } from '../stored-log.mjs';
import { measureBoot } from './boot.mjs';

/** @typedef {{ entities: number, events: number, isFromSnapshot: boolean }} Given */

/** @param {Given} task */
export async function prepare({ entities, events, isFromSnapshot }) {
  const name = await provideLog(events, entities);
  if (isFromSnapshot) await provideSnapshot(name);
}

/** @param {Given} task */
export async function measure({ entities, events, isFromSnapshot }) {
  const log = dexieLog(await provideLog(events, entities));
  const measured = await measureBoot(async () => {
    const store = createStore({
      events: definitions,
      views: [items],
      log: isFromSnapshot ? log : withoutSnapshots(log),
    });
    await store.ready;
    return store.get(items);
  });
  await log.close();
  return measured;
}
