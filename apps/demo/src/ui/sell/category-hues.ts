import { createContext, type CSSProperties, use } from 'react';

/** A hue for each category: eyes find a shelf by its colour before they read. */
export const CategoryHues = createContext<ReadonlyMap<string, number>>(new Map());

/** Far from each other, in the order in which the categories are named. */
export function huesOf(categories: readonly string[]): ReadonlyMap<string, number> {
  return new Map(categories.map((category, index) => [category, (40 + index * GOLDEN_ANGLE) % 360]));
}

/** The hue of a category as a custom property; undefined without one. */
export function useCategoryHue(category: string | undefined): CSSProperties | undefined {
  return hueStyle(use(CategoryHues), category);
}

export function hueStyle(hues: ReadonlyMap<string, number>, category: string | undefined): CSSProperties | undefined {
  const hue = category === undefined ? undefined : hues.get(category);
  return hue === undefined ? undefined : ({ '--hue': `${hue}deg` } as CSSProperties);
}

/** Steps of this size never come back near an earlier one soon. */
const GOLDEN_ANGLE = 137.5;
