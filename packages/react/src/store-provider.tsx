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
  // A store that is ready already is there in the first render: even a promise that has resolved would suspend once.
  if (store.status.phase !== 'ready') use(store.ready);
  const above = useContext(StoresContext);
  const stores = useMemo(() => [store, ...above], [store, above]);
  return <StoresContext value={stores}>{children}</StoresContext>;
}
