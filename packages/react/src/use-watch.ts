'use client';
import type { Readable } from '@refold/core';
import { type Watch, watch } from '@refold/core/binding';
import { useMemo } from 'react';
import type { Binding } from './bindings.ts';

interface Watched<T> {
  readonly watch: Watch<T>;
  /** The value that the server renders. */
  readonly onServer: () => T;
}

/** Returns a watch of a readable. It is the identical watch while the readable, `select` and `isEqual` are the same. */
export function useWatch<R, T>(
  stores: Pick<Binding, 'store' | 'server'>,
  read: Readable<R>,
  select: ((value: R) => T) | undefined,
  isEqual: ((a: T, b: T) => boolean) | undefined,
): Watched<T> {
  const { query, key } = identityOf(read);
  return useMemo(
    () => {
      let onServer: Watch<T> | undefined;
      return {
        watch: watch(stores.store, read, select, isEqual),
        onServer: () => (onServer ??= watch(stores.server, read, select, isEqual)).current,
      };
    },
    // oxlint-disable-next-line react/exhaustive-deps -- bound queries are made anew in every render; these say which are the same
    [stores, query, key, select, isEqual],
  );
}

/** Two bound queries with the same arguments are the same readable. */
function identityOf(read: Readable): { readonly query: unknown; readonly key: unknown } {
  return '~query' in read && '~key' in read
    ? { query: read['~query'], key: read['~key'] }
    : { query: read, key: undefined };
}
