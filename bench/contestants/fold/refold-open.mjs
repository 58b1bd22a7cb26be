// Opens a store on a log, as an app does. Besides folding, this parses each commit, checks each payload with its
// schema, and lets the page paint in between.
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
