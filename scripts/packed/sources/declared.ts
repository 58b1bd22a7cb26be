// Definitions and stores that an app exports without annotations: a compiler has to find a public name for each type.
import {
  compact,
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  defineQuery,
  defineView,
  memoryLog,
  reject,
} from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { exportLog, importLog } from '@refold/core/files';
import { at, branch, createTimeline } from '@refold/core/history';
import { createRejections, createUndo } from '@refold/core/undo';
import { useCommand, useRejected, useStatus, useTimeline, useUndo, useView } from '@refold/react';
import * as z from 'zod';

export interface Product {
  readonly sku: string;
  readonly left: number;
}

export const Listed = defineEvent('product.listed', z.object({ sku: z.string(), left: z.number() }));
export const Sold = defineEvent('order.sold', z.object({ sku: z.string() })).version(
  z.object({ sku: z.string(), qty: z.number().default(1) }),
  (old) => ({ ...old, qty: 1 }),
);
export const Closed = defineEvent('day.closed');
export const draft = Sold({ sku: 'tea', qty: 1 });

export const stock = defineCollection('stock', { key: (product: Product) => product.sku, indexes: ['left'] })
  .on(Listed, (rows, { data }) => rows.put(data))
  .on(Sold, (rows, { data }) => rows.update(data.sku, (product) => ({ ...product, left: product.left - data.qty })));
export const days = defineView('days', { initial: { closed: 0 } }).on(Closed, ({ closed }) => ({ closed: closed + 1 }));
export const low = defineQuery('low', { stock, days }, (reads, max: number) => ({
  few: reads.stock.where('left', { lte: max }),
  on: reads.days.closed,
}));
export const sell = defineCommand('order.sell', {
  input: z.object({ sku: z.string(), qty: z.number().default(1) }),
  reads: { stock, low },
  decide: ({ sku, qty }, reads) =>
    (reads.stock.get(sku)?.left ?? 0) < qty ? reject('out-of-stock', { sku }) : [Sold({ sku, qty })],
});
export const close = defineCommand('day.close', { decide: () => Closed() });

export const openShop = (log = memoryLog()) =>
  createStore({ events: [Listed, Sold, Closed], views: [stock, days], commands: [sell, close], log });
export const onDevice = () => openShop(dexieLog('shop'));
export const store = openShop();
export const attached = () => store.attach(defineView('sales', { initial: { n: 0 } }).on(Sold, (sales) => sales));
export const run = () => store.run(sell, { sku: 'tea' });
export const reads = () => [store.get(low(3)), store.get(stock), store.observe(days)] as const;
export const listeners = () => [store.on('order.*'), store.events$, store.status$, store.system$] as const;
export const facts = () => [store.status, store.storage, compact(store, { keepDays: 30 })] as const;
export const files = (file: ReadableStream<Uint8Array>) => [exportLog(store), importLog(store, file)] as const;
export const past = () => [at(store, 1), branch(store, 1), createTimeline(store)] as const;
export const undo = () => [createUndo(store).undo(), createRejections(store).list] as const;

export const useSell = () => useCommand(sell);
export const useStock = () => [useView(stock), useView(low(3))] as const;
export const useStore = () => [useStatus({ store }), useTimeline(), useUndo(), useRejected()] as const;
