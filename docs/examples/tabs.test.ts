import 'fake-indexeddb/auto';
import { createStore, defineEvent, defineView } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { webTabs } from '@refold/core/tabs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));
const counter = defineView('counter', { initial: { total: 0 } }).on(Added, (draft, event) => {
  draft.total += event.data.by;
});

test('without a page, a store with tabs works alone', async () => {
  const store = createStore({ events: [Added], views: [counter], log: dexieLog('shop'), tabs: webTabs() });
  await store.ready;
  await expect.poll(() => store.status.tabs).toMatchObject({ open: undefined, isLeader: true, hints: 'poll' });
  await store.append(Added({ by: 1 })).until('stored');
  expect(store.get(counter)).toEqual({ total: 1 });
  await store.close();
});
