import type { CSSProperties } from 'react';

/** A category's own hue, the same on every device: eyes find a shelf by its colour before they read. */
export function categoryColour(category: string): CSSProperties {
  let sum = 0;
  for (const char of category) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 4_093;
  return { '--hue': `${(sum % HUES) * (360 / HUES)}deg` } as CSSProperties;
}

/** Few enough to be told apart. */
const HUES = 9;
