import type { AnyCommand, Readable, Store } from '@refold/core';
import { type Context, createContext, useContext } from 'react';

/** The stores above a component, nearest first. */
export const StoresContext: Context<readonly Store<any>[]> = createContext<readonly Store<any>[]>([]);

/** The nearest store. Throws when there is no `StoreProvider` above. */
export function useStore(): Store<any> {
  return nearest(useContext(StoresContext), undefined);
}

/** The nearest store that lists a definition, so that stores can be nested. Throws when none does. */
export function useStoreOf(definition: Readable | AnyCommand): Store<any> {
  return nearest(useContext(StoresContext), definition);
}

function nearest(stores: readonly Store<any>[], definition: Readable | AnyCommand | undefined): Store<any> {
  const store = definition === undefined ? stores[0] : stores.find((s) => s.lists(definition));
  if (store !== undefined) return store;
  if (stores.length === 0) throw new Error('There is no store here. Put <StoreProvider store={store}> above this component.');
  throw new Error(`No store above this component lists "${definition!.name}". Add it to the views or commands of createStore.`);
}
