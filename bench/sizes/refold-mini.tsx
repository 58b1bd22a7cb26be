// docs/examples/hello.tsx with zod/mini.
import { createRoot } from 'react-dom/client';
import * as z from 'zod/mini';
import { createStore, defineCommand, defineEvent, defineView } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { StoreProvider, useCommand, useView } from '@refold/react';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));
const Cleared = defineEvent('counter.cleared');

const counter = defineView('counter', { initial: { total: 0 } })
  .on(Added, (draft, event) => {
    draft.total += event.data.by;
  })
  .on(Cleared, () => ({ total: 0 }));

const add = defineCommand('counter.add', {
  input: z.object({ by: z.number().check(z.minimum(1)) }),
  decide: ({ by }) => Added({ by }),
});

const store = createStore({ events: [Added, Cleared], views: [counter], commands: [add], log: dexieLog('counter') });

function Counter() {
  const total = useView(counter, (c) => c.total);
  const [run] = useCommand(add);
  return <button onClick={() => run({ by: 1 })}>{total}</button>;
}

createRoot(document.getElementById('root')!).render(
  <StoreProvider store={store}>
    <Counter />
  </StoreProvider>,
);
