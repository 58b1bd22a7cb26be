'use client';
import type { StoreStatus } from '@refold/core';
import { useCallback } from 'react';
import { type HookOptions, useChosenBinding } from './bindings.ts';
import { useFields } from './use-fields.ts';

/**
 * The status of a store: storage, pending events, read models that stopped. Where stores are nested, it is that of the
 * nearest, or of `options.store`. A component renders again only for the fields that it reads.
 *
 * @example
 * const { pending } = useStatus();
 * const { storage } = useStatus({ store: basket });
 */
export function useStatus(options: HookOptions = {}): StoreStatus {
  const binding = useChosenBinding(options);
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
