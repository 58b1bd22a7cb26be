import type { StoreStatus } from '@refold/core';
import { useCallback, useSyncExternalStore } from 'react';
import { useStore } from './store-context.ts';

/** The status of the nearest store: storage, pending events, read models that stopped. */
export function useStatus(): StoreStatus {
  const store = useStore();
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
