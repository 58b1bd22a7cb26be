// What an app does: opens a store on a log. On top of the fold that is parsing each commit, checking each payload with
// its schema, and letting the page paint in between.
import { createStore, memoryLog } from '@refold/core';
import { checksum } from '../../workload/log.mjs';
import { events, items } from '../../workload/shop.mjs';
import { foldLog } from './fold-log.mjs';

export const measure = foldLog(
  async (/** @type {import('@refold/core').EventLog} */ log) => {
    const store = createStore({ events, views: [items], log });
    await store.ready;
    return () => checksum(store.get(items));
  },
  async (recorded) => {
    const log = memoryLog();
    await log.open();
    await log.append({ writer: 'writer', first: 1, commits: recorded.map((event) => ({ events: [event] })) });
    return log;
  },
);
