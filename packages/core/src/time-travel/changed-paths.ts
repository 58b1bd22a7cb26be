import { compareScalars } from '../model/table/order.ts';
import { isPlainObject } from '../model/json.ts';
import type { Key } from '../model/table/rows.ts';
import { Table } from '../model/table/table.ts';

/** The way to a value: for a collection the row's key first, then property names and array indices. */
export type Path = readonly (string | number)[];

/** A path whose value differs, with both values. A side is undefined where it has no value. */
export interface PathChange {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Yields the differences between two values, as the deepest paths that either of them has. Lazy: it compares on demand,
 * and skips objects that both values share.
 */
export function* changedPaths(before: unknown, after: unknown, path: Path = []): Generator<PathChange, void> {
  if (Object.is(before, after)) return;
  if (before instanceof Table && after instanceof Table) {
    for (const [key, was, is] of pairsOf(before, after)) yield* changedPaths(was, is, [...path, key]);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++)
      yield* changedPaths(before[i], after[i], [...path, i]);
  } else if (isFields(before) && isFields(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* changedPaths(fieldOf(before, key), fieldOf(after, key), [...path, key]);
  } else yield { path, before, after };
}

/** The value at a path; undefined if there is none. */
export const valueAt = (value: unknown, path: Path): unknown => path.reduce(stepInto, value);

/** The innermost object on the way to a path. While that object is the same, the value is too. */
export function holderOf(value: unknown, path: Path): unknown {
  let holder = value;
  for (const step of path) {
    const next = stepInto(holder, step);
    if (typeof next !== 'object' || next === null) break;
    holder = next;
  }
  return holder;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && isPlainObject(value);

const fieldOf = (fields: object, key: string | number): unknown =>
  Object.hasOwn(fields, key) ? (fields as Fields)[key] : undefined;

function stepInto(value: unknown, step: string | number): unknown {
  if (value instanceof Table) return value.get(step);
  return typeof value === 'object' && value !== null ? fieldOf(value, step) : undefined;
}

/** Pairs the rows of two tables by key, in order, without those that are identical. */
function* pairsOf(
  before: Table,
  after: Table,
): Generator<readonly [Key, object | undefined, object | undefined], void> {
  const [olds, news] = [before.rows.ascend(), after.rows.ascend()];
  let [old, next] = [olds.next(), news.next()];
  while (old.done !== true || next.done !== true) {
    const order = old.done === true ? 1 : next.done === true ? -1 : compareScalars(old.value[0], next.value[0]);
    const key = (order > 0 ? next : old).value![0] as Key;
    const was = order <= 0 ? (old.value as [Key, object])[1] : undefined;
    const is = order >= 0 ? (next.value as [Key, object])[1] : undefined;
    if (was !== is) yield [key, was, is];
    // sorted-btree reuses the pair object, so read it before the next step.
    if (order <= 0) old = olds.next();
    if (order >= 0) next = news.next();
  }
}
