import { createContext, type CSSProperties, use } from 'react';

/** A hue for each category: people find a shelf by its colour before they read. */
export const CategoryHues = createContext<ReadonlyMap<string, number>>(new Map());

/** Hues that are far apart, in the order of the categories. */
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

/** Steps of this size take long to come near an earlier hue. */
const GOLDEN_ANGLE = 137.5;
