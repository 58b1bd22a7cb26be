'use client';
import type { AnyStore, GivenEvent, Readable } from '@refold/core';
import { type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Binding, BindingsContext, storesOf } from './bindings.ts';
import { useReady } from './use-ready.ts';
import { useWatch } from './use-watch.ts';

/** What a provider is given. */
export interface ProviderProps {
  readonly store: AnyStore;
  readonly children?: ReactNode;
  /**
   * The events that a server renders the page from: the page shows them on the server and while it comes to life, and the
   * store's own state from there on. Without them, such a page begins with no events where the log is kept in the browser, and
   * with those of the store where it is not. Only the first are taken.
   */
  readonly serverEvents?: readonly GivenEvent[] | undefined;
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
export function StoreProvider({ store, children, serverEvents }: ProviderProps): ReactNode {
  useReady(store);
  const [given] = useState(serverEvents);
  const above = useContext(BindingsContext);
  const bindings = useMemo(() => [bind(store, given), ...above], [store, given, above]);
  return <BindingsContext.Provider value={bindings}>{children}</BindingsContext.Provider>;
}

/** Components of the same store tear at no time, since React renders what has changed outside of it at once. */
const bind = (store: AnyStore, serverEvents: readonly GivenEvent[] | undefined): Binding => {
  const stores = storesOf(store, serverEvents);
  return Object.assign(stores, {
    useRead: <R, T>(read: Readable<R>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean) =>
      useNewestRead(stores, read, select, isEqual),
    useOutside: useNewest,
  });
};

function useNewestRead<R, T>(
  stores: Pick<Binding, 'store' | 'server'>,
  read: Readable<R>,
  select?: (value: R) => T,
  isEqual: (a: T, b: T) => boolean = Object.is,
): T {
  const { watch, onServer } = useWatch(stores, read, select, isEqual);
  const [kept] = useState(() => new Kept<T>());
  const current = useMemo(() => kept.equal(() => watch.current, isEqual), [kept, watch, isEqual]);
  const value = useNewest(watch.subscribe, current, onServer);
  useEffect(() => kept.put(value));
  return value;
}

/** What a component shows, so that an equal value keeps its identity, whatever selects it. */
class Kept<T> {
  #shown: { readonly value: T } | undefined;

  put(value: T): void {
    this.#shown = { value };
  }

  /** The values that are given, in which one that is equal to the last, or at first to what is shown, is that one. */
  equal(give: () => T, isEqual: (a: T, b: T) => boolean): () => T {
    let last: { readonly given: T; readonly value: T } | undefined;
    return () => {
      const given = give();
      if (last !== undefined && Object.is(last.given, given)) return last.value;
      const before = last ?? this.#shown;
      const value = before !== undefined && isEqual(before.value, given) ? before.value : given;
      last = { given, value };
      return value;
    };
  }
}

/** What is outside of React as it is now; in the first render of a page that a server rendered, as it was there. */
export function useNewest<T>(
  subscribe: (listener: () => void) => () => void,
  read: () => T,
  readOnServer: () => T = read,
): T {
  return useSyncExternalStore(subscribe, read, readOnServer);
}
