import type { Range } from './rows.ts';

/** Where a value's kind comes in the order of values of several kinds. */
function rank(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === 'boolean') return 2;
  return typeof value === 'number' ? 3 : 4;
}

/** A total order over what can be a key or an index value: undefined, null, booleans, numbers (NaN first), strings. */
export function compareScalars(a: any, b: any): number {
  // Most keys are texts, and a tree compares a dozen of them for each row it finds.
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a === b ? 0 : 1;
  if (typeof a === typeof b) {
    if (a < b) return -1;
    if (a > b) return 1;
    if (a === b) return 0;
  }
  const ranks = rank(a) - rank(b);
  if (ranks !== 0 || typeof a !== 'number') return ranks;
  // At least one is NaN.
  return (Number.isNaN(a) ? 0 : 1) - (Number.isNaN(b) ? 0 : 1);
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
export const spanOf = (value: unknown): Span => ({
  low: { value, isInclusive: true },
  high: { value, isInclusive: true },
});

/** The span of a range: only values of the kind of its bounds, so that `{ lt: 5 }` does not hold what is undefined. */
export function spanOfRange(range: Range<unknown> | undefined): Span {
  const low =
    range?.gt !== undefined
      ? { value: range.gt, isInclusive: false }
      : range?.gte !== undefined
        ? { value: range.gte, isInclusive: true }
        : undefined;
  const high =
    range?.lt !== undefined
      ? { value: range.lt, isInclusive: false }
      : range?.lte !== undefined
        ? { value: range.lte, isInclusive: true }
        : undefined;
  if (low === undefined && high === undefined) return {};
  const start = low ?? lowest(high?.value);
  // Strings are the last kind, so they need no upper end.
  return typeof start.value === 'string' && high === undefined
    ? { low: start }
    : { low: start, high: high ?? highest(start.value) };
}

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
