import type { AnyCommand, AnyStore, Readable } from '@refold/core';
import { type Context, createContext, useContext } from 'react';

/** The stores above a component, nearest first. */
export const StoresContext: Context<readonly AnyStore[]> = createContext<readonly AnyStore[]>([]);

/** The nearest store. Throws when there is no `StoreProvider` above. */
export function useStore(): AnyStore {
  return nearestStore(useContext(StoresContext), undefined);
}

/** The nearest store that lists a definition, so that stores can be nested. Throws when none does. */
export function useStoreOf(definition: Readable | AnyCommand): AnyStore {
  return nearestStore(useContext(StoresContext), definition);
}

export function nearestStore(stores: readonly AnyStore[], definition: Readable | AnyCommand | undefined): AnyStore {
  const store = definition === undefined ? stores[0] : stores.find((s) => s.lists(definition));
  if (store !== undefined) return store;
  if (stores.length === 0)
    throw new Error('There is no store here. Put <StoreProvider store={store}> above this component.');
  throw new Error(
    `No store above this component lists "${definition!.name}". Add it to the views or commands of createStore.`,
  );
}
