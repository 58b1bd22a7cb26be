import { isPlainObject } from '../model/json.ts';
import { itemsOf, keysOf } from './items.ts';

/** A part of a value: any of its properties, at any depth; a list is whole. */
export type PartOf<T> = T extends readonly (infer X)[]
  ? readonly PartOf<X>[]
  : T extends object
    ? { readonly [P in keyof T]?: PartOf<T[P]> }
    : T;

/** Reduces a value to the properties that `part` names. */
export function partOf(value: unknown, part: unknown): unknown {
  if (typeof value !== 'object' || typeof part !== 'object' || value === null || part === null) return value;
  const parts = itemsOf(part);
  if (parts !== undefined) return itemsOf(value)?.map((item, i) => partOf(item, parts[i])) ?? value;
  // Dates, maps, matchers and the like have no parts, so they are compared whole.
  if (!isPlainObject(part) || value instanceof Map || value instanceof Set || value instanceof Date) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    keysOf(part).map((key) => [key, partOf(fields[key], (part as Readonly<Record<string, unknown>>)[key])]),
  );
}
