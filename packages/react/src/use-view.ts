'use client';
import type { Readable } from '@refold/core';
import { useState } from 'react';
import { useBindingOf } from './bindings.ts';
import { selectorCheck } from './selector-check.ts';

/**
 * Returns the value of a view, a collection or a bound query, or `select` of it. The component renders again only when
 * rows or ranges that it read change and the result differs (`Object.is`, or `isEqual`). An equal result keeps its
 * identity, whatever selected it. In development the console warns, once for each selector, if it returns another value
 * each time, or its argument.
 *
 * @example
 * const todo = useView(todos, (rows) => rows.get(id)); // renders only when this row changes
 */
export function useView<R, T = R>(read: Readable<R>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean): T {
  const binding = useBindingOf(read);
  const check = selectorCheck();
  if (check !== undefined) {
    // oxlint-disable-next-line react/rules-of-hooks -- the mode of a build never changes
    useState(() => select && check(binding.store, read, select, isEqual));
  }
  return binding.useRead(read, select, isEqual);
}
