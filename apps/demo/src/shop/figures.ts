import { linesItems, linesPence } from './amounts.ts';
import { DebtAdjusted, OrderPlaced, OrderVoided, SaleCancelled, type Bill, type ShopEventType } from './events.ts';
import type { OrderStep } from './order-marks.ts';

/** The figures of a period. A day, a month and all time have the same ones. */
export interface Figures {
  /** Sales minus cancellations, plus adjustments. */
  netPence: number;
  /** Sales that count. */
  orders: number;
  cancellations: number;
  adjustments: number;
  /** Voided sales. They count in no other figure. */
  voided: number;
  lines: number;
  /** Pieces. Returns count below zero. */
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

/** Adds the effect of an order's event to the figures. */
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

/** The figures of several periods together. */
export function sumOf(stretches: Iterable<Figures>): Figures {
  const sum = { ...noFigures };
  for (const figures of stretches) {
    for (const name of FIGURES) sum[name] += figures[name];
  }
  return sum;
}

const FIGURES = Object.keys(noFigures) as (keyof Figures)[];
