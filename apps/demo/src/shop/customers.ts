import { defineCollection } from '@refold/core';
import { linesPence } from './amounts.ts';
import { bills, OrderPlaced, OrderVoided } from './events.ts';
import { noteOrder, type OrderMarks } from './order-marks.ts';
import { upsert } from './upsert.ts';

export interface Customer {
  id: string;
  /** Sales that stand; cancellations and adjustments change only the money. */
  orders: number;
  netPence: number;
  /** When they last had dealings with the shop. A void does not take it back: they were there. */
  last: string;
  /** Of their latest dealings that named one. */
  country?: string | undefined;
}

interface CustomerRow extends Customer {
  /** When those dealings were. */
  countryAt?: string | undefined;
  marks: OrderMarks;
}

/** Who buys here, and for how much. Sales to nobody in particular are in no row. */
export const customers = defineCollection('customers', {
  key: (customer: CustomerRow) => customer.id,
  indexes: ['netPence', 'last'],
  revision: 2,
}).on([...bills, OrderVoided], (rows, { type, data }) => {
  const { orderId, customerId, at, country, lines } = data;
  if (customerId === undefined) return;
  const unknown = (): CustomerRow => ({ id: customerId, orders: 0, netPence: 0, last: at, marks: {} });
  upsert(rows, customerId, unknown, (customer) => {
    const { counts } = noteOrder(customer.marks, type, orderId);
    customer.netPence += counts * linesPence(lines);
    if (type === OrderPlaced.type || type === OrderVoided.type) customer.orders += counts;
    if (at > customer.last) customer.last = at;
    // Of two dealings at one time it is the same one, whichever comes first.
    if (country === undefined || `${at}${country}` <= `${customer.countryAt ?? ''}${customer.country ?? ''}`) return;
    customer.country = country;
    customer.countryAt = at;
  });
});
