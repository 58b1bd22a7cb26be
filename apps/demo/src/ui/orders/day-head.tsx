import { memo, type ReactNode } from 'react';
import { formatPence } from '../../shop/money.ts';
import type { DayFigures } from '../../shop/periods.ts';
import { formatDay } from '../parts/words.ts';
import { billsOf } from './order-places.ts';

/** The head of a day in the list: its date, its number of orders, its takings. */
export const DayHead = memo(function DayHead({ row }: { row: DayFigures }): ReactNode {
  return (
    <div className="day-head number">
      <h2>{formatDay(row.day)}</h2>
      <span className="day-head-count">{billsOf(row)}</span>
      <span className="day-head-sum">{formatPence(row.netPence)}</span>
    </div>
  );
});
