/**
 * The items of a value that reads as a list: an array, the rows of a collection, or another iterable, except maps and
 * sets.
 */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || value instanceof Map || value instanceof Set) return undefined;
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined;
}

/** The keys of an object that have a value. Undefined counts as absent, since JSON leaves it out. */
export const keysOf = (value: object): readonly string[] =>
  Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
