import type { AnyCommand, Readable, StoreStatus } from '@refold/core';
import { useCallback, useContext, useSyncExternalStore } from 'react';
import { nearestStore, StoresContext } from './store-context.ts';

/**
 * The status of a store: storage, pending events, read models that stopped. It is the nearest store, or the nearest
 * that lists `of`, where stores are nested.
 *
 * @example
 * const { pending } = useStatus(basket);
 */
export function useStatus(of?: Readable | AnyCommand): StoreStatus {
  const store = nearestStore(useContext(StoresContext), of);
  const subscribe = useCallback(
    (listener: () => void) => {
      const subscription = store.status$.subscribe(listener);
      return () => subscription.unsubscribe();
    },
    [store],
  );
  const status = (): StoreStatus => store.status;
  return useSyncExternalStore(subscribe, status, status);
}
