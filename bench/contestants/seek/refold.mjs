import { createStore, memoryLog } from '@refold/core';
import { createTimeline } from '@refold/core/history';
import { checksum, pagesOfLog } from '../../workload/log.mjs';
import { events as definitions, items, itemsView } from '../../workload/shop.mjs';
import { seeks } from './seeks.mjs';

/** @typedef {import('./seeks.mjs').SeekTask & { kind: 'collection' | 'view' }} Task */

export const measure = seeks(async (/** @type {Task} */ { events, entities, kind }) => {
  const log = memoryLog();
  await log.open();
  let first = 1;
  for (const page of pagesOfLog(events, entities, 1_000)) {
    const commits = page.map((event) => ({ events: [event] }));
    await log.append({ writer: 'writer', first, commits });
    first += commits.length;
  }
  const store = createStore({ events: definitions, views: kind === 'view' ? [itemsView] : [items], log });
  await store.ready;
  return async () => {
    const timeline = createTimeline(store);
    // Reads the whole log, as idle time does after the first seek.
    await timeline.seek(events - 1);
    return {
      seek: (position) => timeline.seek(position),
      sum: () => checksum(kind === 'view' ? Object.values(store.get(itemsView).items) : store.get(items)),
    };
  };
});
