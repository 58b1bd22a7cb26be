// Two payloads: a small one, as most events have, and an order of ten lines.
import * as z from 'zod';
import { defineEvent } from '@refold/core';

const small = z.object({ sku: z.string(), qty: z.int(), cents: z.int() });
const order = z.object({
  id: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }),
  lines: z.array(z.object({ sku: z.string(), name: z.string(), qty: z.int().positive(), cents: z.int() })),
  note: z.string().optional(),
  cents: z.int(),
});

const payloads = {
  small: { event: defineEvent('item.moved', small), schema: small, make: (/** @type {number} */ i) => moved(i) },
  order: { event: defineEvent('order.placed', order), schema: order, make: (/** @type {number} */ i) => placed(i) },
};

/** @typedef {{ payload: keyof typeof payloads, units: number }} PayloadTask */

/** @param {PayloadTask} task */
export function takePayloads({ payload, units }) {
  const { event, schema, make } = payloads[payload];
  return { event, schema, data: Array.from({ length: units }, (_, index) => make(index)) };
}

/** Work done in one task. The work that it starts runs afterwards, untimed. */
const IN_ONE_GO = 100;

/**
 * @template T
 * @param {readonly T[]} data
 * @param {(item: T) => unknown} work
 * @param {() => unknown} [settle] waits for what the work set going
 */
export async function timeEach(data, work, settle) {
  globalThis.gc?.();
  let cost = 0;
  for (let at = 0; at < data.length; at += IN_ONE_GO) {
    const some = data.slice(at, at + IN_ONE_GO);
    const startedAt = performance.now();
    for (const item of some) work(item);
    cost += performance.now() - startedAt;
    await settle?.();
  }
  return { cost };
}

/** @param {number} index */
const moved = (index) => ({ sku: `sku-${index % 1000}`, qty: index % 7, cents: 100 + (index % 900) });

/** @param {number} index */
const placed = (index) => ({
  id: `ord_${index}`,
  customer: { id: `cus_${index % 500}`, name: `Customer ${index % 500}` },
  lines: Array.from({ length: 10 }, (_, line) => ({
    sku: `sku-${(index + line) % 1000}`,
    name: `Item number ${(index + line) % 1000}`,
    qty: 1 + (line % 3),
    cents: 100 + line,
  })),
  cents: 1000 + (index % 900),
});
