'use client';
import type { StoreStatus } from '@refold/core';
import { useCallback } from 'react';
import { type Definition, useBinding } from './bindings.ts';
import { useFields } from './use-fields.ts';

/**
 * The status of a store: storage, pending events, read models that stopped. It is the nearest store, or the nearest
 * that lists `of`, where stores are nested. A component renders again only for what it reads of it.
 *
 * @example
 * const { pending } = useStatus(basket);
 */
export function useStatus(of?: Definition): StoreStatus {
  const binding = useBinding(of);
  const { store } = binding;
  const subscribe = useCallback(
    (listener: () => void) => {
      // It tells the status at once to whoever subscribes, who has just read it.
      let isSubscribed = false;
      const subscription = store.status$.subscribe(() => isSubscribed && listener());
      isSubscribed = true;
      return () => subscription.unsubscribe();
    },
    [store],
  );
  return useFields(
    binding,
    subscribe,
    () => store.status,
    () => binding.server.status,
  );
}
