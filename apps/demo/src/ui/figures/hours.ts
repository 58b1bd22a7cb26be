import type { Order } from '../../shop/orders.ts';

export interface HourFigures {
  /** 0 to 23. */
  readonly hour: number;
  readonly netPence: number;
  readonly orders: number;
}

/** The takings of each hour of a day: from the first order to the last, and at least from 9 to 17. */
export function hoursOf(orders: readonly Order[]): readonly HourFigures[] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, netPence: 0, orders: 0 }));
  for (const { at, pence, status, kind } of orders) {
    const figures = hours[Number(at.slice(11, 13))];
    if (figures === undefined || status === 'void') continue;
    figures.netPence += pence;
    if (kind === 'sale') figures.orders += 1;
  }
  const isBusy = ({ hour, netPence, orders: n }: HourFigures): boolean =>
    n > 0 || netPence !== 0 || (hour >= 9 && hour < 17);
  const busy = hours.filter(isBusy).map(({ hour }) => hour);
  return hours.slice(busy[0], (busy.at(-1) ?? 23) + 1);
}
