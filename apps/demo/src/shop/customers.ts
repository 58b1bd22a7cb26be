import { defineCollection } from '@refold/core';
import { linesPence } from './amounts.ts';
import { bills, OrderPlaced, OrderVoided } from './events.ts';
import { noteOrder, type OrderMarks } from './order-marks.ts';
import { upsert } from './upsert.ts';

export interface Customer {
  id: string;
  /** Sales that count. Cancellations and adjustments change only the money. */
  orders: number;
  netPence: number;
  /** The time of the customer's last bill. A void does not change it. */
  last: string;
  /** The country of the latest bill that has one. */
  country?: string | undefined;
}

interface CustomerRow extends Customer {
  /** The time of that bill. */
  countryAt?: string | undefined;
  marks: OrderMarks;
}

/** Customers and their totals. Anonymous sales have no row. */
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
    // Of two bills at the same time, the choice does not depend on their order.
    if (country === undefined || `${at}${country}` <= `${customer.countryAt ?? ''}${customer.country ?? ''}`) return;
    customer.country = country;
    customer.countryAt = at;
  });
});
