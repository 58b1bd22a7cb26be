import 'fake-indexeddb/auto';
import { createStore, defineEvent, defineView } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));
const counter = defineView('counter', { initial: { total: 0 } }).on(Added, (draft, event) => {
  draft.total += event.data.by;
});
const options = { events: [Added], views: [counter] };

test('a new log after a loss keeps the unsaved events', async () => {
  const store = createStore({ ...options, log: dexieLog('shop') });
  await store.ready;
  await store.append(Added({ by: 1 })).until('stored');
  const isDeleted = new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('shop');
    request.addEventListener('success', resolve);
    request.addEventListener('error', reject);
  });
  await isDeleted;
  await expect(store.append(Added({ by: 2 })).until('stored')).rejects.toMatchObject({ code: 'log.lost' });
  const kept = store.storage.unsaved;
  await store.destroy({ discard: true });
  // Create a new log object: the old one is closed permanently.
  const next = createStore({ ...options, log: dexieLog('shop') });
  await next.ready;
  await next.import(kept);
  expect(next.get(counter)).toEqual({ total: 2 });
  await next.close();
});
