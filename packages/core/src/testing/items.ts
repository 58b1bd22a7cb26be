/** The items of what is read as a list: a list itself, the rows of a collection, anything else that iterates, save maps and sets. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || value instanceof Map || value instanceof Set) return undefined;
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined;
}

/** The keys of an object that have a value: what is undefined is as good as absent, since JSON leaves it out. */
export const keysOf = (value: object): readonly string[] =>
  Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
