import { defineCollection, type EnvelopeOf } from '@refold/core';
import { linesItems, linesPence } from './amounts.ts';
import { type Bill, bills, OrderVoided, type Line } from './events.ts';
import { dayOf } from './wall-clock.ts';

export type OrderKind = 'sale' | 'cancellation' | 'adjustment';

export interface Order {
  id: string;
  kind: OrderKind;
  status: 'open' | 'void';
  /** Shop time; `day` is its date. */
  at: string;
  day: string;
  lines: readonly Readonly<Line>[];
  pence: number;
  /** Pieces. Returns count below zero. */
  items: number;
  customerId?: string | undefined;
  country?: string | undefined;
  voidedAt?: string;
}

/**
 * Every bill with its lines. An order counts once, however often its events come. A void that arrives before its order
 * carries the order, as void.
 */
export const orders = defineCollection('orders', {
  key: (order: Order) => order.id,
  indexes: ['day', 'customerId', 'status'],
  revision: 2,
})
  .on(bills, (rows, { type, data }) => {
    const known = rows.get(data.orderId);
    if (known === undefined) rows.put(orderOf(data, kindOf[type]));
    else if (known.kind !== kindOf[type] && known.status === 'void') rows.put({ ...known, kind: kindOf[type] });
  })
  .on(OrderVoided, (rows, { data: { voidedAt, ...bill } }) => {
    if (rows.get(bill.orderId) === undefined) rows.put(orderOf(bill, 'sale'));
    rows.update(bill.orderId, (order) => {
      order.status = 'void';
      // An order voided twice is void since the first time.
      if (order.voidedAt === undefined || voidedAt < order.voidedAt) order.voidedAt = voidedAt;
    });
  });

const orderOf = ({ orderId, ...bill }: Bill, kind: OrderKind): Order => ({
  ...bill,
  id: orderId,
  kind,
  status: 'open',
  day: dayOf(bill.at),
  pence: linesPence(bill.lines),
  items: linesItems(bill.lines),
});

/** The kind of each bill, for screens and sums. */
const kindOf: Readonly<Record<EnvelopeOf<(typeof bills)[number]>['type'], OrderKind>> = {
  'order.placed': 'sale',
  'sale.cancelled': 'cancellation',
  'debt.adjusted': 'adjustment',
};
