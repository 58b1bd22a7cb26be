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
  /** Pieces, returns counted below zero. */
  items: number;
  customerId?: string | undefined;
  country?: string | undefined;
  voidedAt?: string;
}

/**
 * Every bill ever made out, with its lines. An order counts once, whatever comes twice; a void that comes before its order
 * brings the order along, as void.
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
      // Voided twice, it has been void since the first time.
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

/** What each kind of bill is called on screen and in sums. */
const kindOf: Readonly<Record<EnvelopeOf<(typeof bills)[number]>['type'], OrderKind>> = {
  'order.placed': 'sale',
  'sale.cancelled': 'cancellation',
  'debt.adjusted': 'adjustment',
};
