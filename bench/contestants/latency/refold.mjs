import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events, items, toDraft } from '../../workload/shop.mjs';
import { deleteDatabase } from '../idb.mjs';
import { oneByOne } from './one-by-one.mjs';

/** @param {import('./one-by-one.mjs').LatencyTask & { stage: 'stored' | 'flushed' }} task */
export const measure = (task) =>
  oneByOne(async (name) => {
    const store = createStore({ events, views: [items], log: dexieLog(name) });
    await store.ready;
    return {
      store: (event) => store.append(toDraft(event)).until(task.stage),
      async destroy() {
        await store.close();
        await deleteDatabase(name);
      },
    };
  })(task);
