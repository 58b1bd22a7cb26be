import { RefoldError } from '../../errors/refold-error.ts';
import { classOf, isPlainObject } from '../json.ts';
import type { Key, Range } from './rows.ts';

/** The rank of a value's kind. Non-scalars come first, where no bound of a range reaches them. */
function rank(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 1;
    case 'boolean':
      return 3;
    case 'number':
      return 4;
    case 'string':
      return 5;
    default:
      return value === null ? 2 : 0;
  }
}

/**
 * A total order over all values: undefined, null, booleans, numbers (NaN first), strings. Non-scalars come before these
 * and are equal to each other, so that they never meet a key.
 */
export function compareScalars(a: any, b: any): number {
  // Most keys are texts, and a tree compares a dozen of them for each row it finds.
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a === b ? 0 : 1;
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1;
    if (a > b) return 1;
    // Neither less, greater nor equal: at least one is NaN.
    return a === b ? 0 : (Number.isNaN(a) ? 0 : 1) - (Number.isNaN(b) ? 0 : 1);
  }
  const ranks = rank(a) - rank(b);
  return ranks !== 0 || typeof a !== 'boolean' ? ranks : Number(a) - Number(b);
}

/** Returns the key. Throws `row.key_invalid` for a value that cannot be a key or an index value. */
export function checkKey(key: unknown, collection: string): Key {
  if (isScalar(key)) return key as Key;
  throw unfit(collection, 'key', describe(key));
}

/** An end of a span. */
export interface Bound {
  readonly value: unknown;
  readonly isInclusive: boolean;
}
/** A stretch of the order of scalars; an absent end is open. */
export interface Span {
  readonly low?: Bound;
  readonly high?: Bound;
}

/** The span of one value. */
const spanOf = (value: unknown): Span => ({
  low: { value, isInclusive: true },
  high: { value, isInclusive: true },
});

/** The span of the second argument of `where`: one value, or a range of them. Throws as `spanOfRange` does. */
export function toSpan(is: unknown, collection: string, index: string): Span {
  if (isScalar(is)) return spanOf(is);
  return spanOfRange(is as Range<unknown>, collection, index);
}

/**
 * The span of a range. It holds only values of the kind of its bounds, so `{ lt: 5 }` does not match undefined. Throws
 * `row.key_invalid` if it is not a range, or if a bound is not a scalar.
 */
export function spanOfRange(range: Range<unknown> | undefined, collection: string, index?: string): Span {
  if (range === undefined) return {};
  checkRange(range, collection, index ?? 'key');
  const low = narrower(bound(range.gt, false), bound(range.gte, true), 1);
  const high = narrower(bound(range.lt, false), bound(range.lte, true), -1);
  if (low === undefined && high === undefined) return {};
  const start = low ?? lowest(high?.value);
  // Strings are the last kind, so they need no upper end.
  return typeof start.value === 'string' && high === undefined
    ? { low: start }
    : { low: start, high: high ?? highest(start.value) };
}

function checkRange(range: unknown, collection: string, by: string): asserts range is Range<unknown> {
  if (typeof range !== 'object' || range === null || Array.isArray(range) || !isPlainObject(range))
    throw unfit(collection, by, describe(range));
  for (const [name, value] of Object.entries(range)) {
    if (!BOUNDS.has(name)) throw unfit(collection, by, `a range with "${name}"`);
    if (!isScalar(value)) throw unfit(collection, by, `a range with ${name}: ${describe(value)}`);
  }
}

const BOUNDS = new Set(['gt', 'gte', 'lt', 'lte']);

const bound = (value: unknown, isInclusive: boolean): Bound | undefined =>
  value === undefined ? undefined : { value, isInclusive };

/** The narrower of two ends on one side. `side`: 1 for low ends, -1 for high ones. */
function narrower(open: Bound | undefined, closed: Bound | undefined, side: 1 | -1): Bound | undefined {
  if (open === undefined || closed === undefined) return open ?? closed;
  return compareScalars(closed.value, open.value) * side > 0 ? closed : open;
}

const isScalar = (value: unknown): boolean => rank(value) > 0;

const describe = (value: unknown): string =>
  typeof value !== 'object' || value === null
    ? typeof value === 'symbol' || typeof value === 'function' || typeof value === 'bigint'
      ? `a ${typeof value}`
      : String(value)
    : Array.isArray(value)
      ? 'an array'
      : isPlainObject(value)
        ? 'an object'
        : classOf(value);

const unfit = (collection: string, by: string, found: string): RefoldError =>
  new RefoldError('row.key_invalid', { collection, found, by });

const lowest = (value: unknown): Bound => ({ value: endOf(value, -Infinity, '', false), isInclusive: true });
const highest = (value: unknown): Bound => ({ value: endOf(value, Infinity, undefined, true), isInclusive: true });

/** The end of a value's kind; null is alone in its own. */
function endOf(value: unknown, ofNumbers: number, ofStrings: string | undefined, ofBooleans: boolean): unknown {
  if (typeof value === 'number') return ofNumbers;
  if (typeof value === 'string') return ofStrings;
  return value === null ? null : ofBooleans;
}

/** Whether a value lies in a span. */
export function isWithin(value: unknown, { low, high }: Span): boolean {
  return !isBelow(value, low) && !isAbove(value, high);
}

/** Whether a value lies before a span's low end. */
export function isBelow(value: unknown, low: Bound | undefined): boolean {
  if (low === undefined) return false;
  const order = compareScalars(value, low.value);
  return order < 0 || (order === 0 && !low.isInclusive);
}

/** Whether a value lies after a span's high end. */
export function isAbove(value: unknown, high: Bound | undefined): boolean {
  if (high === undefined) return false;
  const order = compareScalars(value, high.value);
  return order > 0 || (order === 0 && !high.isInclusive);
}
