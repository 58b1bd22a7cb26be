import type { Readable } from '@refold/core';
import { useBinding } from './bindings.ts';

/**
 * What a view, a collection or a bound query gives, or what `select` picks of it. The component renders again only when
 * rows or ranges that were read have changed and the result is not equal to the last (`Object.is`, or `isEqual`).
 *
 * @example
 * const todo = useView(todos, (rows) => rows.get(id)); // renders only when this row changes
 */
export function useView<R, T = R>(read: Readable<R>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean): T {
  return useBinding(read).useRead(read, select, isEqual);
}
