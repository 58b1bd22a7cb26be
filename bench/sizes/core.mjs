// docs/examples/hello.tsx without React: the size of core and the Dexie log in an app that uses them.
import * as z from 'zod';
import { createStore, defineCommand, defineEvent, defineView } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));
const Cleared = defineEvent('counter.cleared');

const counter = defineView('counter', { initial: { total: 0 } })
  .on(Added, (draft, event) => {
    draft.total += event.data.by;
  })
  .on(Cleared, () => ({ total: 0 }));

const add = defineCommand('counter.add', {
  input: z.object({ by: z.number().min(1) }),
  decide: ({ by }) => Added({ by }),
});

const store = createStore({ events: [Added, Cleared], views: [counter], commands: [add], log: dexieLog('counter') });
await store.ready;
store.run(add, { by: 1 });
console.log(store.get(counter).total);
