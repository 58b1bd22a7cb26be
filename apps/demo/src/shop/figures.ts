import { linesItems, linesPence } from './amounts.ts';
import { DebtAdjusted, OrderPlaced, OrderVoided, SaleCancelled, type Bill, type ShopEventType } from './events.ts';
import type { OrderStep } from './order-marks.ts';

/** What a stretch of time brought in: the same sums for a day, a month and all time. */
export interface Figures {
  /** Sales less cancellations, with adjustments. */
  netPence: number;
  /** Sales that stand. */
  orders: number;
  cancellations: number;
  adjustments: number;
  /** Sales that were voided; they count in no other figure. */
  voided: number;
  lines: number;
  /** Pieces, returns counted below zero. */
  items: number;
}

export const noFigures: Readonly<Figures> = {
  netPence: 0,
  orders: 0,
  cancellations: 0,
  adjustments: 0,
  voided: 0,
  lines: 0,
  items: 0,
};

/** Adds to the figures what an event of an order changes in them. */
export function count(
  figures: Figures,
  type: ShopEventType,
  { lines }: Pick<Bill, 'lines'>,
  { counts, voids }: OrderStep,
): void {
  figures.voided += voids;
  if (counts === 0) return;
  figures.netPence += counts * linesPence(lines);
  figures.lines += counts * lines.length;
  figures.items += counts * linesItems(lines);
  if (type === OrderPlaced.type || type === OrderVoided.type) figures.orders += counts;
  if (type === SaleCancelled.type) figures.cancellations += counts;
  if (type === DebtAdjusted.type) figures.adjustments += counts;
}

/** The figures of several stretches together. */
export function sumOf(stretches: Iterable<Figures>): Figures {
  const sum = { ...noFigures };
  for (const figures of stretches) {
    for (const name of FIGURES) sum[name] += figures[name];
  }
  return sum;
}

const FIGURES = Object.keys(noFigures) as (keyof Figures)[];
