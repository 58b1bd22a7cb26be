import { describe, expect, it } from 'vitest';
import type { Order } from '../../shop/orders.ts';
import { hoursOf } from './hours.ts';

const order = (at: string, pence: number, rest: Partial<Order> = {}): Order => ({
  id: at,
  kind: 'sale',
  status: 'open',
  at: `2026-05-01T${at}`,
  day: '2026-05-01',
  lines: [],
  pence,
  items: 1,
  ...rest,
});

describe('hoursOf', () => {
  it('adds up each hour without void orders, and counts only sales as orders', () => {
    const hours = hoursOf([
      order('09:00:00', 100),
      order('09:59:59', 250),
      order('10:00:00', -50, { kind: 'cancellation' }),
      order('10:30:00', 999, { status: 'void' }),
    ]);
    expect(hours[0]).toEqual({ hour: 9, netPence: 350, orders: 2 });
    expect(hours[1]).toEqual({ hour: 10, netPence: -50, orders: 0 });
  });

  it('spans the usual day, and more when there were earlier or later orders', () => {
    expect(hoursOf([]).map(({ hour }) => hour)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect(hoursOf([order('07:30:00', 1), order('19:00:00', 1)]).map(({ hour }) => hour)).toEqual([
      7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
  });
});
