'use client';
import type { AnyStore, Readable } from '@refold/core';
import { watch } from '@refold/core/binding';

const warned = new Set<string>();

/**
 * Warns on the console, once for each selector, if it makes its component render too often: it returns another value
 * for the same state, or it selects nothing. For development: it runs the selector twice.
 */
export function checkSelector<R, T>(
  store: AnyStore,
  read: Readable<R>,
  select: (value: R) => T,
  isEqual: (a: T, b: T) => boolean = Object.is,
): void {
  const source = String(select);
  const key = `${read.name} ${source}`;
  if (warned.has(key)) return;
  const fault = faultOf(store, read, select, isEqual);
  if (fault === undefined) return;
  warned.add(key);
  console.warn(`useView("${read.name}", ${source}): ${fault}`);
}

function faultOf<R, T>(
  store: AnyStore,
  read: Readable<R>,
  select: (value: R) => T,
  isEqual: (a: T, b: T) => boolean,
): string | undefined {
  let given: unknown;
  const selectOnce = (): T => watch(store, read, (value: R) => select((given = value) as R)).current;
  try {
    const first = selectOnce();
    if (Object.is(first, given)) return SELECTS_NOTHING;
    return isEqual(first, selectOnce()) ? undefined : IS_UNSTABLE;
  } catch {
    // The component gets the error when it reads.
    return undefined;
  }
}

const SELECTS_NOTHING =
  'The selector returns its argument, so the component renders on every change. ' +
  'Select only what the component shows, or remove the selector.';
const IS_UNSTABLE =
  'The selector returns a new value on each call, so the component renders even when what it shows stays the same. ' +
  'Pass an isEqual that compares the contents, or use a query: equal results of a query are the same value.';
