import { describe, expect, it } from 'vitest';
import { noFigures } from '../../shop/figures.ts';
import { orderPlaces } from './order-places.ts';

const days = [
  { ...noFigures, day: '2026-05-03', orders: 2, voided: 1 },
  { ...noFigures, day: '2026-05-01', cancellations: 1 },
  { ...noFigures, day: '2026-04-30', orders: 1, adjustments: 1 },
];

describe('orderPlaces', () => {
  const places = orderPlaces(days);
  const short = (index: number): string => {
    const entry = places.at(index);
    return entry === undefined ? '-' : entry.kind === 'day' ? entry.row.day : `${entry.day}#${entry.nth}`;
  };

  it('puts each day’s bills under its head, void ones and credit notes too', () => {
    expect(places.count).toBe(9);
    expect(Array.from({ length: 10 }, (_, index) => short(index))).toEqual([
      '2026-05-03',
      '2026-05-03#0',
      '2026-05-03#1',
      '2026-05-03#2',
      '2026-05-01',
      '2026-05-01#0',
      '2026-04-30',
      '2026-04-30#0',
      '2026-04-30#1',
      '-',
    ]);
  });

  it('finds the head of the day that a place is in', () => {
    expect([0, 3, 4, 5, 8].map((index) => places.headOf(index))).toEqual([0, 0, 4, 4, 6]);
  });

  it('finds a day, or the one before it that had orders', () => {
    expect(places.startOf('2026-05-01')).toBe(4);
    expect(places.startOf('2026-05-02')).toBe(4);
    expect(places.startOf('2030-01-01')).toBe(0);
    expect(places.startOf('1999-01-01')).toBe(6);
  });

  it('is empty for a shop that has sold nothing', () => {
    const none = orderPlaces([]);
    expect([none.count, none.at(0), none.startOf('2026-05-01'), none.headOf(0)]).toEqual([0, undefined, 0, 0]);
  });
});
