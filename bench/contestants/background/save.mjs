// Saves all read models of an open store for the first time.
import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events as definitions, items } from '../../workload/shop.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { provideLog } from '../stored-log.mjs';

/** @param {{ entities: number, events: number }} task */
export async function prepare({ entities, events }) {
  const log = dexieLog(await provideLog(events, entities));
  await log.open();
  await log.snapshots?.drop(items.name);
  await log.close();
}

/** @param {{ entities: number, events: number }} task */
export async function measure({ entities, events }) {
  const log = dexieLog(await provideLog(events, entities));
  const turn = new EventTarget();
  const saved = new Promise((resolve) => turn.addEventListener('saved', resolve));
  const { snapshots } = log;
  if (snapshots === undefined) throw new Error('The log keeps no snapshots.');
  const commit = snapshots.commit;
  snapshots.commit = async (manifest) => {
    const isKept = await commit(manifest);
    turn.dispatchEvent(new Event('saved'));
    return isKept;
  };
  const idle = (/** @type {() => void} */ task) => {
    turn.addEventListener('begin', task, { once: true });
    return () => turn.removeEventListener('begin', task);
  };
  const store = createStore({ events: definitions, views: [items], log, env: { idle } });
  await store.ready;
  const { cost, longest } = await watchTasks(async () => {
    turn.dispatchEvent(new Event('begin'));
    await saved;
  });
  await store.close();
  return { cost, extra: { 'longest task': longest } };
}
