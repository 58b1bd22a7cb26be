'use client';
import { createStore, defineCommand, defineEvent, defineView } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { StoreProvider, useCommand, useView } from '@refold/react';
import { ConcurrentProvider } from '@refold/react/concurrent';
import { Suspense } from 'react';
import * as z from 'zod';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));
const counter = defineView('counter', { initial: { total: 0 } }).on(Added, (draft, event) => {
  draft.total += event.data.by;
});
const add = defineCommand('counter.add', { decide: () => Added({ by: 1 }) });
const store = createStore({ events: [Added], views: [counter], commands: [add], log: dexieLog('counter') });

/** @param {{ serverEvents?: readonly import('@refold/core').GivenEvent[] }} props */
export function Counter(props) {
  return (
    <Suspense fallback={<p>Opening…</p>}>
      <StoreProvider store={store} {...props}>
        <Button name="plain" />
      </StoreProvider>
      <ConcurrentProvider store={store} {...props}>
        <Button name="concurrent" />
      </ConcurrentProvider>
    </Suspense>
  );
}

/** @param {{ name: string }} props */
function Button({ name }) {
  const text = useView(counter, ({ total }) => `${name}: ${total}`);
  const [run] = useCommand(add);
  return <button onClick={() => run()}>{text}</button>;
}
