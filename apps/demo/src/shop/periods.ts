import { defineCollection, defineQuery } from '@refold/core';
import { bills, OrderVoided } from './events.ts';
import { count, noFigures, sumOf, type Figures } from './figures.ts';
import { noteOrder, type OrderMarks } from './order-marks.ts';
import { upsert } from './upsert.ts';
import { dayOf } from './wall-clock.ts';

export interface DayFigures extends Figures {
  day: string;
}

export interface MonthFigures extends Figures {
  month: string;
}

interface DayRow extends DayFigures {
  marks: OrderMarks;
}

/** A row for each day with a sale or a return. A void counts on the day of its sale. */
export const days = defineCollection('days', { key: (row: DayRow) => row.day, revision: 2 }).on(
  [...bills, OrderVoided],
  (rows, { type, data }) => {
    const day = dayOf(data.at);
    upsert<DayRow>(
      rows,
      day,
      () => ({ ...noFigures, day, marks: {} }),
      (row) => count(row, type, data, noteOrder(row.marks, type, data.orderId)),
    );
  },
);

export const totals = defineQuery('totals', { days }, (read) => sumOf(read.days.range()));
