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

/**
 * @template T
 * @param {readonly T[]} data
 * @param {(item: T) => unknown} work
 */
export function timeEach(data, work) {
  globalThis.gc?.();
  const startedAt = performance.now();
  for (const item of data) work(item);
  return { cost: performance.now() - startedAt };
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
