'use client';
import type { AnyStore, GivenEvent, Readable } from '@refold/core';
import { type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type Binding, BindingsContext, storesOf } from './bindings.ts';
import { useReady } from './use-ready.ts';
import { useWatch } from './use-watch.ts';

/** The properties of a provider. */
export interface ProviderProps {
  readonly store: AnyStore;
  readonly children?: ReactNode;
  /**
   * The events from which a server renders the page. The page shows them on the server and during hydration, and the
   * store's own state after that. Without them, the page begins empty if the log is kept in the browser; otherwise it
   * begins with the store's events. Only the first value counts.
   */
  readonly serverEvents?: readonly GivenEvent[] | undefined;
}

/**
 * Provides a store to the components below. Suspends until the store is ready, and rethrows to the error boundary if
 * opening fails. Providers nest: a hook uses the nearest store that lists its definition. All components always show
 * the same, newest state. For updates in transitions, use `ConcurrentProvider`.
 *
 * @example
 * <Suspense fallback={<Splash />}>
 *   <StoreProvider store={store}>
 *     <App />
 *   </StoreProvider>
 * </Suspense>
 */
export function StoreProvider({ store, children, serverEvents }: ProviderProps): ReactNode {
  useReady(store, serverEvents);
  const [given] = useState(serverEvents);
  const above = useContext(BindingsContext);
  const bindings = useMemo(() => [bind(store, given), ...above], [store, given, above]);
  return <BindingsContext.Provider value={bindings}>{children}</BindingsContext.Provider>;
}

/** Components of one store never tear, since React renders external changes synchronously. */
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

/** The value on the screen, so that an equal value keeps its identity, whatever selects it. */
class Kept<T> {
  #shown: { readonly value: T } | undefined;

  put(value: T): void {
    this.#shown = { value };
  }

  /** Returns a reader that replaces an equal value by the last one, or at first by the one on the screen. */
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

/** Reads an external source now; in the first render of a page from a server, as the server read it. */
export function useNewest<T>(
  subscribe: (listener: () => void) => () => void,
  read: () => T,
  readOnServer: () => T = read,
): T {
  return useSyncExternalStore(subscribe, read, readOnServer);
}
