// The hello world of docs/examples/hello.tsx in LiveStore. It is bundled and measured, but not run.
import { makePersistedAdapter } from '@livestore/adapter-web';
import { queryDb, StoreRegistry, storeOptions } from '@livestore/livestore';
import { StoreRegistryProvider, useStore } from '@livestore/react';
import { Suspense } from 'react';
import { unstable_batchedUpdates as batchUpdates } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { events, schema, tables } from './livestore-schema.mjs';

const adapter = makePersistedAdapter({
  storage: { type: 'opfs' },
  worker: (options) => new Worker('/livestore.worker.js', { ...options, type: 'module' }),
  sharedWorker: (options) => new SharedWorker('/livestore.shared-worker.js', { ...options, type: 'module' }),
});

const registry = new StoreRegistry();
const options = storeOptions({ storeId: 'counter', schema, adapter, batchUpdates });
const counters = queryDb(tables.counters.where({ id: 'counter' }));

function Counter() {
  const store = useStore(options);
  const [counter] = store.useQuery(counters);
  return <button onClick={() => store.commit(events.added({ by: 1 }))}>{counter?.total ?? 0}</button>;
}

createRoot(document.getElementById('root')!).render(
  <Suspense fallback="Loading">
    <StoreRegistryProvider storeRegistry={registry}>
      <Counter />
    </StoreRegistryProvider>
  </Suspense>,
);
