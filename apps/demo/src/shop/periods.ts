import { defineCollection, defineView } from '@refold/core';
import { bills, OrderVoided } from './events.ts';
import { counted, noFigures, type Figures } from './figures.ts';
import { dayOf, monthOf } from './wall-clock.ts';

export interface DayFigures extends Figures {
  day: string;
}

export interface MonthFigures extends Figures {
  month: string;
}

/** A row for each day on which anything was sold or came back. A void counts on the day of the sale it strikes out. */
export const days = defineCollection('days', { key: (row: DayFigures) => row.day }).on(
  [...bills, OrderVoided],
  (rows, { type, data }) => {
    const day = dayOf(data.at);
    rows.put(counted(rows.get(day) ?? { ...noFigures, day }, type, data));
  },
);

/** The same by month, `2011-03`. */
export const months = defineCollection('months', { key: (row: MonthFigures) => row.month }).on(
  [...bills, OrderVoided],
  (rows, { type, data }) => {
    const month = monthOf(data.at);
    rows.put(counted(rows.get(month) ?? { ...noFigures, month }, type, data));
  },
);

/** The same over all time. */
export const totals = defineView('totals', { initial: noFigures }).on(
  [...bills, OrderVoided],
  (figures, { type, data }) => counted(figures, type, data),
);
