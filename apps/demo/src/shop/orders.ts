import { defineCollection, type EnvelopeOf } from '@refold/core';
import { linesItems, linesPence } from './amounts.ts';
import { bills, OrderVoided, type Line } from './events.ts';
import { dayOf } from './wall-clock.ts';

export type OrderKind = 'sale' | 'cancellation' | 'adjustment';

export interface Order {
  id: string;
  kind: OrderKind;
  status: 'open' | 'void';
  /** Shop time; `day` is its date. */
  at: string;
  day: string;
  lines: readonly Line[];
  pence: number;
  /** Pieces, returns counted below zero. */
  items: number;
  customerId?: string | undefined;
  country?: string | undefined;
  voidedAt?: string;
}

/** Every bill ever made out, with its lines. */
export const orders = defineCollection('orders', {
  key: (order: Order) => order.id,
  indexes: ['day', 'customerId', 'status'],
})
  .on(bills, (rows, e) => {
    const { orderId, ...bill } = e.data;
    rows.put({
      ...bill,
      id: orderId,
      kind: kindOf[e.type],
      status: 'open',
      day: dayOf(bill.at),
      pence: linesPence(bill.lines),
      items: linesItems(bill.lines),
    });
  })
  .on(OrderVoided, (rows, { data }) => {
    rows.update(data.orderId, (order) => {
      order.status = 'void';
      order.voidedAt = data.voidedAt;
    });
  });

/** What each kind of bill is called on screen and in sums. */
const kindOf: Readonly<Record<EnvelopeOf<(typeof bills)[number]>['type'], OrderKind>> = {
  'order.placed': 'sale',
  'sale.cancelled': 'cancellation',
  'debt.adjusted': 'adjustment',
};
