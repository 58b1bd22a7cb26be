'use client';
import type { AnyStore, Readable } from '@refold/core';
import { type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
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
  return <BindingsContext.Provider value={bindings}>{children}</BindingsContext.Provider>;
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
  isEqual: (a: T, b: T) => boolean = Object.is,
): T {
  const watch = useWatch(store, read, select, isEqual);
  const [kept] = useState(() => new Kept<T>());
  const current = useMemo(() => kept.equal(() => watch.current, isEqual), [kept, watch, isEqual]);
  const value = useNewest(watch.subscribe, current);
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

/** What is outside of React as it is now, also in the first render of a page that was rendered by a server. */
export function useNewest<T>(subscribe: (listener: () => void) => () => void, read: () => T): T {
  return useSyncExternalStore(subscribe, read, read);
}
