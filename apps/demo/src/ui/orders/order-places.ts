import type { DayFigures } from '../../shop/periods.ts';

/** One row of the list: the head of a day, or its n-th bill, latest first. */
export type Entry =
  | { readonly kind: 'day'; readonly row: DayFigures }
  | { readonly kind: 'order'; readonly day: string; readonly nth: number };

/** The places of all orders, computed only from the figures of the days: no order is read before it is seen. */
export interface OrderPlaces {
  readonly count: number;
  at(index: number): Entry | undefined;
  /** The place of the head of the day that contains `index`. */
  headOf(index: number): number;
  /** The place of a day's head, or of the next earlier day with orders; the last day's head when there is none. */
  startOf(day: string): number;
}

/** Takes the days in descending order. */
export function orderPlaces(days: readonly DayFigures[]): OrderPlaces {
  const starts: number[] = [];
  let count = 0;
  for (const row of days) {
    starts.push(count);
    count += 1 + billsOf(row);
  }
  const dayAt = (index: number): number => lastAtMost(starts, index);
  return {
    count,
    at(index) {
      const nth = dayAt(index);
      const row = days[nth];
      const start = starts[nth];
      if (row === undefined || start === undefined || index >= count) return undefined;
      return index === start ? { kind: 'day', row } : { kind: 'order', day: row.day, nth: index - start - 1 };
    },
    headOf: (index) => starts[dayAt(index)] ?? 0,
    startOf(day) {
      const nth = days.findIndex((row) => row.day <= day);
      return starts[nth === -1 ? days.length - 1 : nth] ?? 0;
    },
  };
}

/** Void orders stay on the list, so they count. */
export const billsOf = (row: DayFigures): number => row.orders + row.voided + row.cancellations + row.adjustments;

/** The index of the last number that is not above `limit`. The numbers ascend. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? Infinity) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
