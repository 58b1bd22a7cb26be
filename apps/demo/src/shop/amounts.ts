import type { Line } from './events.ts';
import { linePence } from './money.ts';

/** The sum of lines in pence: each line is rounded, then added. */
export function linesPence(lines: readonly Readonly<Line>[]): number {
  let pence = 0;
  for (const [, qty, mills] of lines) pence += linePence(qty, mills);
  return pence;
}

/** The number of pieces in the lines. Returns count below zero. */
export function linesItems(lines: readonly Readonly<Line>[]): number {
  let items = 0;
  for (const [, qty] of lines) items += qty;
  return items;
}
