import * as z from 'zod';
import { createStore, defineCollection, defineCommand, defineEvent, defineQuery, defineView, reject } from './index.ts';

// A till, for the type tests: all ways in which types flow from schemas to rows, reads, rejections and stores.
const Line = z.object({ sku: z.string(), qty: z.int().positive() });
const ProductListed = defineEvent('product.listed', z.object({ sku: z.string(), name: z.string(), cents: z.int() }));
export const OrderPlaced = defineEvent(
  'order.placed',
  z.object({ orderId: z.string(), lines: z.array(Line), total: z.number() }),
  { formerly: ['order.created'] },
).version(
  z.object({ orderId: z.string(), customerId: z.string().optional(), lines: z.array(Line), cents: z.int() }),
  ({ total, ...v1 }) => ({ ...v1, cents: Math.round(total * 100) }),
);
export const OrderVoided = defineEvent('order.voided', z.object({ orderId: z.string() }));
const PaymentArrived = defineEvent('stripe.payment.succeeded', z.object({ orderId: z.string() }), {
  undo: false,
});
const DayClosed = defineEvent('day.closed');
export const events = [ProductListed, OrderPlaced, OrderVoided, PaymentArrived, DayClosed];

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly cents: number;
  readonly left: number;
}
export interface Order {
  readonly id: string;
  readonly day: string;
  readonly customerId: string | undefined;
  readonly cents: number;
  readonly status: 'open' | 'paid' | 'void';
  readonly tags: readonly string[];
}

export const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] })
  .on(ProductListed, (rows, e) => rows.put({ ...e.data, left: 0 }))
  .on(OrderPlaced, (rows, { data }) => {
    for (const line of data.lines) rows.update(line.sku, (p) => void (p.left -= line.qty));
  });
export const orders = defineCollection('orders', {
  key: (o: Order) => o.id,
  indexes: ['day', 'customerId', 'status'],
  revision: 2,
})
  .on(OrderPlaced, (rows, { data, timestamp }) =>
    rows.put({
      id: data.orderId,
      day: timestamp.slice(0, 10),
      customerId: data.customerId,
      cents: data.cents,
      status: 'open',
      tags: [],
    }),
  )
  .on([OrderVoided, PaymentArrived], (rows, e) =>
    rows.update(e.data.orderId, (o) => {
      o.status = e.type === 'order.voided' ? 'void' : 'paid';
      o.tags.push(e.type);
    }),
  );
export const takings = defineView('takings', { initial: { count: 0, cents: 0, byDay: {} as Record<string, number> } })
  .on(OrderPlaced, (draft, e) => {
    draft.count += 1;
    draft.cents += e.data.cents;
  })
  .on(DayClosed, (draft) => ({ ...draft, count: 0 }));

export const dayReport = defineQuery('dayReport', { orders, stock }, ({ orders, stock }, day: string) => {
  const sold = orders.where('day', day);
  return {
    sold: sold.length,
    cents: sold.reduce((sum, o) => sum + o.cents, 0),
    low: stock.where('left', { lte: 3 }, { limit: 10 }),
  };
});
export const compare = defineQuery(
  'compare',
  { dayReport },
  ({ dayReport }, a: string, b: string) => dayReport(a).cents - dayReport(b).cents,
);

export const placeOrder = defineCommand('order.place', {
  input: z.object({ lines: z.array(Line).min(1), customerId: z.string().optional() }),
  reads: { stock },
  label: (input) => `Sell ${input.lines.length} items`,
  decide({ lines, ...rest }, { stock }, { newId }) {
    let cents = 0;
    for (const line of lines) {
      const product = stock.get(line.sku);
      if (!product) return reject('unknown-product', { sku: line.sku });
      if (product.left < line.qty) return reject('out-of-stock', { sku: line.sku, left: product.left });
      cents += product.cents * line.qty;
    }
    return OrderPlaced({ orderId: newId('ord'), lines, cents, ...rest });
  },
});
export const voidOrder = defineCommand('order.void', {
  input: z.object({ orderId: z.string() }),
  reads: { orders },
  decide: ({ orderId }, { orders }) =>
    orders.get(orderId)?.status === 'open' ? [OrderVoided({ orderId })] : reject('not-open'),
});
export const closeDay = defineCommand('day.close', { decide: () => DayClosed() });

/** Never called: only its type is used. */
export const makeTill = () =>
  createStore({ events, views: [stock, orders, takings], commands: [placeOrder, voidOrder, closeDay] });
