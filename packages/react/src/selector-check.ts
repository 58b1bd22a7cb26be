import { checkSelector } from './check-selector.ts';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * The check that warns of a selector that makes renders useless. In development alone: bundlers insert the mode, and
 * drop the check from production.
 */
export function selectorCheck(): typeof checkSelector | undefined {
  try {
    if (process.env.NODE_ENV !== 'production') return checkSelector;
  } catch {
    // A page without a bundler has no `process`, and is not checked.
  }
  return undefined;
}
