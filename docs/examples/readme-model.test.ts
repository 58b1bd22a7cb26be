import {
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  defineQuery,
  memoryLog,
  reject,
} from '@refold/core';
import { expect, test } from 'vitest';
import * as z from 'zod';

interface Order {
  id: string;
  day: string;
  cents: number;
}

const OrderPlaced = defineEvent('order.placed', z.object({ id: z.string(), total: z.number() }))
  // The current schema, and the step to it from the previous one. Stored events are never rewritten.
  .version(z.object({ id: z.string(), cents: z.int() }), ({ id, total }) => ({ id, cents: Math.round(total * 100) }));

const orders = defineCollection('orders', { key: (o: Order) => o.id, indexes: ['day'] }).on(OrderPlaced, (rows, e) =>
  rows.put({ id: e.data.id, day: e.timestamp.slice(0, 10), cents: e.data.cents }),
);

const takings = defineQuery('takings', { orders }, ({ orders }, day: string) =>
  orders.where('day', day).reduce((sum, order) => sum + order.cents, 0),
);

const placeOrder = defineCommand('order.place', {
  input: z.object({ id: z.string(), lines: z.array(z.int()) }),
  decide: ({ id, lines }) =>
    lines.length === 0
      ? reject('order-empty')
      : OrderPlaced({ id, cents: lines.reduce((sum, cents) => sum + cents, 0) }),
});

async function place(lines: number[]): Promise<{ readonly code: string; readonly cents: number }> {
  const log = memoryLog();
  const store = createStore({ events: [OrderPlaced], views: [orders], commands: [placeOrder], log });
  await store.ready;
  let code = 'stored';
  const show = (text: string): void => void (code = text);
  const outcome = store.run(placeOrder, { id: 'a', lines });
  if (outcome.ok) await outcome.receipt.until('stored'); // survives a crash of the tab and of the browser
  else show(outcome.rejection.code); // typed: every code that decide can return
  const cents = store.get(takings(new Date().toISOString().slice(0, 10)));
  await store.close();
  return { code, cents };
}

test('an order is stored and counted, and an empty one is rejected', async () => {
  expect(await place([250, 120])).toEqual({ code: 'stored', cents: 370 });
  expect(await place([])).toEqual({ code: 'order-empty', cents: 0 });
});
