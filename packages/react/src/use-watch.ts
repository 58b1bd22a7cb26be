'use client';
import type { AnyStore, Readable, Watch } from '@refold/core';
import { useMemo } from 'react';

/** A watch of what is read, the same one while the same is read in the same way. */
export function useWatch<R, T>(
  store: AnyStore,
  read: Readable<R>,
  select: ((value: R) => T) | undefined,
  isEqual: ((a: T, b: T) => boolean) | undefined,
): Watch<T> {
  const { query, key } = identityOf(read);
  return useMemo(
    () => store.watch(read, select, isEqual),
    // oxlint-disable-next-line react/exhaustive-deps -- bound queries are made anew in every render; these say which are the same
    [store, query, key, select, isEqual],
  );
}

/** Two bound queries with the same arguments are the same readable. */
function identityOf(read: Readable): { readonly query: unknown; readonly key: unknown } {
  return '~query' in read && '~key' in read
    ? { query: read['~query'], key: read['~key'] }
    : { query: read, key: undefined };
}
