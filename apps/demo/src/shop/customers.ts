import { defineCollection } from '@refold/core';
import { linesPence } from './amounts.ts';
import { bills, OrderPlaced, OrderVoided } from './events.ts';

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

/** Who buys here, and for how much. Sales to nobody in particular are in no row. */
export const customers = defineCollection('customers', {
  key: (customer: Customer) => customer.id,
  indexes: ['netPence', 'last'],
})
  .on(bills, (rows, e) => {
    const { customerId, at, country, lines } = e.data;
    if (customerId === undefined) return;
    const known = rows.get(customerId) ?? { id: customerId, orders: 0, netPence: 0, last: at };
    const isLatest = at >= known.last;
    rows.put({
      ...known,
      orders: known.orders + (e.type === OrderPlaced.type ? 1 : 0),
      netPence: known.netPence + linesPence(lines),
      last: isLatest ? at : known.last,
      country: (isLatest ? country : undefined) ?? known.country ?? country,
    });
  })
  .on(OrderVoided, (rows, { data }) => {
    if (data.customerId === undefined) return;
    rows.update(data.customerId, (customer) => {
      customer.orders -= 1;
      customer.netPence -= linesPence(data.lines);
    });
  });
