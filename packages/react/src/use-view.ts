import type { Readable } from '@refold/core';
import { useMemo, useSyncExternalStore } from 'react';
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
  const key = keyOf(read);
  const watch = useMemo(
    () => store.watch(read, select, isEqual),
    // oxlint-disable-next-line react/exhaustive-deps -- bound queries are made anew in every render; the key says which are the same
    [store, key, select, isEqual],
  );
  const current = (): T => watch.current;
  return useSyncExternalStore(watch.subscribe, current, current);
}

/** Two bound queries with the same arguments are the same readable. */
function keyOf(read: Readable): unknown {
  return '~key' in read ? `${read.name}(${String(read['~key'])})` : read;
}
