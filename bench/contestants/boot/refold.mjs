import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events as definitions, items } from '../../workload/shop.mjs';
import { provideLog, provideSnapshot, withoutSnapshots } from '../stored-log.mjs';
import { measureBoot } from './boot.mjs';

/** @param {{ entities: number, events: number, isFromSnapshot: boolean }} task */
export async function measure({ entities, events, isFromSnapshot }) {
  const name = await provideLog(events, entities);
  if (isFromSnapshot) await provideSnapshot(name);
  const log = dexieLog(name);
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
