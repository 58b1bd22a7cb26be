import { linesItems, linesPence } from './amounts.ts';
import { DebtAdjusted, OrderPlaced, OrderVoided, SaleCancelled, type Bill } from './events.ts';

/** What a stretch of time brought in: the same sums for a day, a month and all time. */
export interface Figures {
  /** Sales less cancellations, with adjustments. */
  netPence: number;
  /** Sales that stand. */
  orders: number;
  cancellations: number;
  adjustments: number;
  /** Sales that were struck out; they count in no other figure. */
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

/** The figures with a bill counted in, or a voided sale counted out. */
export function counted<F extends Figures>(figures: F, type: CountedType, { lines }: Pick<Bill, 'lines'>): F {
  const sign = type === OrderVoided.type ? -1 : 1;
  const isSale = type === OrderPlaced.type || type === OrderVoided.type;
  return {
    ...figures,
    netPence: figures.netPence + sign * linesPence(lines),
    orders: figures.orders + (isSale ? sign : 0),
    cancellations: figures.cancellations + (type === SaleCancelled.type ? 1 : 0),
    adjustments: figures.adjustments + (type === DebtAdjusted.type ? 1 : 0),
    voided: figures.voided + (type === OrderVoided.type ? 1 : 0),
    lines: figures.lines + sign * lines.length,
    items: figures.items + sign * linesItems(lines),
  };
}

type CountedType = (typeof OrderPlaced | typeof OrderVoided | typeof SaleCancelled | typeof DebtAdjusted)['type'];
