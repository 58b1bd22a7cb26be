import { isPlainObject } from '../model/json.ts';
import { itemsOf, keysOf } from './items.ts';
import { isMatcher } from './matcher.ts';

/**
 * Whether a value equals the expected one, deeply. Undefined properties count as absent, the rows of a collection as a
 * list, and a matcher accepts what it matches.
 */
export function isSameValue(actual: unknown, expected: unknown): boolean {
  if (isMatcher(expected)) return expected.asymmetricMatch(actual);
  if (Object.is(actual, expected)) return true;
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) return false;
  const [items, expectedItems] = [itemsOf(actual), itemsOf(expected)];
  if (items !== undefined || expectedItems !== undefined)
    return items !== undefined && expectedItems !== undefined && areSame(items, expectedItems);
  const arePlain = isPlainObject(actual) && isPlainObject(expected);
  if (!arePlain && Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) return false;
  if (actual instanceof Date) return Object.is(actual.getTime(), (expected as Date).getTime());
  if (actual instanceof Map || actual instanceof Set) return areSame([...actual], [...(expected as Iterable<unknown>)]);
  const keys = keysOf(actual);
  return (
    keys.length === keysOf(expected).length &&
    keys.every((key) => isSameValue((actual as Fields)[key], (expected as Fields)[key]))
  );
}

type Fields = Readonly<Record<string, unknown>>;

const areSame = (actual: readonly unknown[], expected: readonly unknown[]): boolean =>
  actual.length === expected.length && actual.every((item, i) => isSameValue(item, expected[i]));
