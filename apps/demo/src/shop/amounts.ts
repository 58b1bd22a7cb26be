import type { Line } from './events.ts';
import { linePence } from './money.ts';

/** What lines come to in pence: each line is rounded, then they are added up. */
export function linesPence(lines: readonly Readonly<Line>[]): number {
  let pence = 0;
  for (const [, qty, mills] of lines) pence += linePence(qty, mills);
  return pence;
}

/** How many pieces the lines hold, returns counted below zero. */
export function linesItems(lines: readonly Readonly<Line>[]): number {
  let items = 0;
  for (const [, qty] of lines) items += qty;
  return items;
}
