import type { Span, TimedSale } from '../../app/history-tracks.ts';
import { DAY, HOUR, MINUTE } from '../../app/wall-time.ts';

/** A column of the chart: its ends and its height, each from 0 to 1. */
export interface Column {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/**
 * Adds up sales in the shortest stretches that are still visible at this width. A stretch whose sum is negative has no
 * column.
 */
export function columnsOf(sales: readonly TimedSale[], span: Span, widthPx: number, minPx = 4): readonly Column[] {
  const length = span.toMs - span.fromMs;
  const stretch = STRETCHES.find((ms) => (ms / length) * widthPx >= minPx) ?? length;
  const sums = new Map<number, number>();
  for (const { ms, pence } of sales) {
    const nth = Math.floor((ms - span.fromMs) / stretch);
    sums.set(nth, (sums.get(nth) ?? 0) + pence);
  }
  let most = 1;
  for (const pence of sums.values()) most = Math.max(most, pence);
  return [...sums]
    .filter(([, pence]) => pence > 0)
    .map(([nth, pence]) => ({
      from: (nth * stretch) / length,
      to: Math.min(1, ((nth + 1) * stretch) / length),
      height: pence / most,
    }));
}

const STRETCHES: readonly number[] = [
  ...[1, 5, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 6].map((n) => n * HOUR),
  ...[1, 2, 3, 7, 14, 28].map((n) => n * DAY),
];
