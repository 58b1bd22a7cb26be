import type { AnyStore, Readable } from '@refold/core';
import { type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { type Binding, BindingsContext } from './bindings.ts';
import { useReady } from './use-ready.ts';
import { useWatch } from './use-watch.ts';

/** What a provider is given. */
export interface ProviderProps {
  readonly store: AnyStore;
  readonly children?: ReactNode;
}

/**
 * Gives a store to the components below. It suspends until the store is ready, and rethrows to the error boundary when
 * opening fails. Providers nest: a hook uses the nearest store that lists what it is given. All components always show the
 * same state, the newest; where updates are to be transitions, use `ConcurrentProvider`.
 *
 * @example
 * <Suspense fallback={<Splash />}>
 *   <StoreProvider store={store}>
 *     <App />
 *   </StoreProvider>
 * </Suspense>
 */
export function StoreProvider({ store, children }: ProviderProps): ReactNode {
  useReady(store);
  const above = useContext(BindingsContext);
  const bindings = useMemo(() => [bind(store), ...above], [store, above]);
  return <BindingsContext value={bindings}>{children}</BindingsContext>;
}

/** Components of the same store tear at no time, since React renders what has changed outside of it at once. */
const bind = (store: AnyStore): Binding => ({
  store,
  useRead: (read, select, isEqual) => useNewestRead(store, read, select, isEqual),
  useOutside: useNewest,
});

function useNewestRead<R, T>(
  store: AnyStore,
  read: Readable<R>,
  select?: (value: R) => T,
  isEqual?: (a: T, b: T) => boolean,
): T {
  const watch = useWatch(store, read, select, isEqual);
  return useNewest(watch.subscribe, () => watch.current);
}

/** What is outside of React as it is now, also in the first render of a page that was rendered by a server. */
export function useNewest<T>(subscribe: (listener: () => void) => () => void, read: () => T): T {
  return useSyncExternalStore(subscribe, read, read);
}
