import type { Readable } from '@refold/core';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useStoreOf } from './store-context.ts';

/**
 * What a view, a collection or a bound query gives now, or what `select` picks of it. The component renders again only
 * when rows or ranges that were read have changed and the result is not equal to the last (`Object.is`, or `isEqual`).
 *
 * @example
 * const todo = useView(todos, (rows) => rows.get(id)); // renders only when this row changes
 */
export function useView<R, T = R>(read: Readable<R>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean): T {
  const store = useStoreOf(read);
  const { query, key } = identityOf(read);
  const watch = useMemo(
    () => store.watch(read, select, isEqual),
    // oxlint-disable-next-line react/exhaustive-deps -- bound queries are made anew in every render; these say which are the same
    [store, query, key, select, isEqual],
  );
  // To the store, not to the watch: an inline `select` makes another watch in every render, and would subscribe as often.
  // Whether anything it read has changed, a watch knows without running `select`.
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const current = (): T => watch.current;
  return useSyncExternalStore(subscribe, current, current);
}

/** Two bound queries with the same arguments are the same readable. */
function identityOf(read: Readable): { readonly query: unknown; readonly key: unknown } {
  return '~query' in read && '~key' in read
    ? { query: read['~query'], key: read['~key'] }
    : { query: read, key: undefined };
}
