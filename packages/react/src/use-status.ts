'use client';
import type { StoreStatus } from '@refold/core';
import { useCallback } from 'react';
import { type HookOptions, useChosenBinding } from './bindings.ts';
import { useFields } from './use-fields.ts';

/**
 * Returns the status of a store: storage, unsaved events, stopped read models. It is the nearest store, or
 * `options.store`. A component renders again only for the fields that it reads.
 *
 * @example
 * const { unsaved } = useStatus();
 * const { storage } = useStatus({ store: basket });
 */
export function useStatus(options: HookOptions = {}): StoreStatus {
  const binding = useChosenBinding(options);
  const { store } = binding;
  const subscribe = useCallback(
    (listener: () => void) => {
      // `status$` calls its listener at once on subscription, with the value just read.
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
