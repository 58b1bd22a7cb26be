import type { Readable } from '../model/readable.ts';
import type { Rows } from '../model/table/rows.ts';
import { checkEqual } from './check.ts';
import { partOf, type PartOf } from './part-of.ts';
import { createScene, type Given } from './scene.ts';

/** What is expected of a readable: of a collection its rows, in the order of their keys. */
// oxlint-disable-next-line typescript/no-explicit-any -- rows of any key and any indexes
export type Expected<R> = R extends Rows<infer Row, any, any> ? readonly Row[] : R;

/** A query is read with arguments: `expectView(day('2026-05-01'), …)`. */
type Whole<R> = R extends (...args: never) => unknown
  ? { readonly 'call the query with its arguments': never }
  : unknown;

/** What a readable gives after some events; say what it should be. */
export interface ViewExpectation<R> {
  /** Fails, showing the difference, unless the value is this, in depth. What is undefined counts as absent. */
  toEqual(expected: Expected<R>): void;
  /** As `toEqual`, looking at no other properties than those that are named here. Lists have as many items. */
  toMatch(expected: PartOf<Expected<R>>): void;
  /** The value, to be looked at in other ways. */
  readonly value: R;
}

/**
 * Folds events into a view, a collection or a query's reads, and expects what it then gives. Throws what `append` would
 * throw of an event, and `model.threw` when a reducer does.
 *
 * @example
 * expectView(takings, OrderPlaced({ id: 'a', cents: 300 }), OrderPlaced({ id: 'b', cents: 50 })).toEqual({ cents: 350 });
 */
export function expectView<R>(readable: Readable<R> & Whole<R>, ...events: readonly Given[]): ViewExpectation<R> {
  const value = createScene(events, [readable]).read(readable) as R;
  const title = `"${readable.name}" is not as expected after ${events.length} event${events.length === 1 ? '' : 's'}`;
  const toEqual = (expected: unknown): void => checkEqual(value, expected, title, toEqual);
  const toMatch = (expected: unknown): void => checkEqual(partOf(value, expected), expected, title, toMatch);
  return { value, toEqual, toMatch };
}
