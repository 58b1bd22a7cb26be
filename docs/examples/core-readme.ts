import * as z from 'zod';
import { createStore, defineCommand, defineEvent, defineView } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));

export const counter = defineView('counter', { initial: { total: 0 } }).on(Added, (draft, event) => {
  draft.total += event.data.by;
});

const add = defineCommand('counter.add', {
  input: z.object({ by: z.number().min(1) }),
  decide: ({ by }) => Added({ by }),
});

export const store = createStore({ events: [Added], views: [counter], commands: [add], log: dexieLog('counter') });
await store.ready;
const outcome = store.run(add, { by: 1 });
if (outcome.ok) await outcome.receipt.until('stored'); // survives a crash of the tab and of the browser
console.log(store.get(counter).total); // 1
