import type { Readable } from '../model/readable.ts';
import type { Rows } from '../model/table/rows.ts';
import { checkEqual } from './check.ts';
import { partOf, type PartOf } from './part-of.ts';
import { createScene, type Given } from './scene.ts';

/** The expected value of a readable; of a collection, its rows in the order of their keys. */
// oxlint-disable-next-line typescript/no-explicit-any -- rows of any key and any indexes
export type Expected<R> = R extends Rows<infer Row, any, any> ? readonly Row[] : R;

/** A query is read with arguments: `expectView(day('2026-05-01'), …)`. */
type Whole<R> = R extends (...args: never) => unknown
  ? { readonly 'call the query with its arguments': never }
  : unknown;

/** The value of a readable after some events; state the expected value. */
export interface ViewExpectation<R> {
  /** Fails, with the difference, unless the value is deeply equal. Undefined properties count as absent. */
  toEqual(expected: Expected<R>): void;
  /** Like `toEqual`, but compares only the named properties. Lists must have as many items. */
  toMatch(expected: PartOf<Expected<R>>): void;
  /** The value, for other checks. */
  readonly value: R;
}

/**
 * Folds events into a view, a collection or the read models of a query, and returns its value to be checked. Throws as
 * `append` does for an invalid event, and `model.threw` if a reducer throws.
 *
 * @example
 * expectView(takings, OrderPlaced({ id: 'a', cents: 300 }), OrderPlaced({ id: 'b', cents: 50 })).toEqual({ cents: 350
 * });
 */
export function expectView<R>(readable: Readable<R> & Whole<R>, ...events: readonly Given[]): ViewExpectation<R> {
  const value = createScene(events, [readable]).read(readable) as R;
  const title = `"${readable.name}" is not as expected after ${events.length} event${events.length === 1 ? '' : 's'}`;
  const toEqual = (expected: unknown): void => checkEqual(value, expected, title, toEqual);
  const toMatch = (expected: unknown): void => checkEqual(partOf(value, expected), expected, title, toMatch);
  return { value, toEqual, toMatch };
}
