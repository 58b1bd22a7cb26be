import type { AnyStore } from '@refold/core';
import { type ReactNode, use, useContext, useMemo } from 'react';
import { StoresContext } from './store-context.ts';

/**
 * Gives a store to the components below. It suspends until the store is ready, and rethrows to the error boundary when
 * opening fails. Providers nest: a hook uses the nearest store that lists what it is given.
 */
export function StoreProvider({
  store,
  children,
}: {
  readonly store: AnyStore;
  readonly children?: ReactNode;
}): ReactNode {
  // Always called, since a render that was suspended here is resumed here.
  use(store.status.phase === 'ready' ? READY : store.ready);
  const above = useContext(StoresContext);
  const stores = useMemo(() => [store, ...above], [store, above]);
  return <StoresContext value={stores}>{children}</StoresContext>;
}

/**
 * A promise that React need not wait for: it keeps what it knows of a promise in these two properties, and suspends once
 * even for one that has resolved when they are not there. So a store that is ready is there in the first render.
 */
const READY: Promise<void> = Object.assign(Promise.resolve(), { status: 'fulfilled', value: undefined });
