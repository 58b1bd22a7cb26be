import fc from 'fast-check';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from './define-query.ts';
import { defineView } from '../model/view.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { placed } from '../fold/fold.fixture.ts';
import { ReadModels } from '../fold/read-models.ts';
import { Reader } from './reader.ts';

// Read models of a small shop, and queries that read them in all ways.
export interface Product {
  sku: string;
  left: number;
}
export interface Order {
  id: string;
  sku: string;
  qty: number;
}
export type Act = readonly [what: 'list' | 'order' | 'void' | 'count' | 'nothing', id: string, n: number];
const Acted = defineEvent('acted');
const data = (e: { data: unknown }): Act => e.data as Act;
export const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] }).on(
  Acted,
  (rows, e) => {
    const [what, id, n] = data(e);
    if (what === 'list') rows.put({ sku: id, left: n });
    if (what === 'order') rows.update(id, (p) => void (p.left -= n));
  },
);
export const orders = defineCollection('orders', { key: (o: Order) => o.id, indexes: ['sku', 'qty'] }).on(
  Acted,
  (rows, e) => {
    const [what, id, n] = data(e);
    if (what === 'order') rows.put({ id: `${id}${n}`, sku: id, qty: n });
    if (what === 'void') rows.delete(`${id}${n}`);
  },
);
export const totals = defineView('totals', { initial: { count: 0, other: 0 } }).on(Acted, (draft, e) => {
  const [what, , n] = data(e);
  if (what === 'count') draft.count += n;
});

/** How often each query has run. */
export const runs = new Map<string, number>();
const counted = (name: string): void => void runs.set(name, (runs.get(name) ?? 0) + 1);
export const low = defineQuery('low', { stock }, ({ stock }, max: number) => {
  counted('low');
  return stock.where('left', { lte: max }, { limit: 2 });
});
export const demand = defineQuery('demand', { orders }, ({ orders }, sku: string) => {
  counted('demand');
  return orders.where('sku', sku).reduce((sum, o) => sum + o.qty, 0);
});
export const joined = defineQuery('joined', { stock, demand, low }, ({ stock, demand, low }, sku: string) => {
  counted('joined');
  const product = stock.get(sku);
  return product && { left: product.left, demand: demand(sku), isLow: low(1).includes(product) };
});
export const several = defineQuery('several', { orders, stock, totals }, ({ orders, stock, totals }, from: string) => ({
  size: stock.size,
  all: [...orders].length,
  keys: orders.range({ gte: from }, { reverse: true, limit: 3 }).map((o) => o.id),
  sum: totals.count,
}));
export const touchy = defineQuery('touchy', { stock }, ({ stock }, sku: string) => {
  counted('touchy');
  if ((stock.get(sku)?.left ?? 0) < 0) throw new Error('below zero');
  return stock.get(sku)?.left;
});
export const careful = defineQuery('careful', { touchy }, ({ touchy }, sku: string) => {
  try {
    return touchy(sku);
  } catch (error) {
    return (error as Error).message;
  }
});

const ids = ['a', 'b', 'c'] as const;
export const act = fc.tuple(
  fc.constantFrom('list', 'order', 'order', 'void', 'count', 'nothing'),
  fc.constantFrom(...ids),
  fc.nat(4),
);
export const readables = [...ids.flatMap((id) => [joined(id), demand(id), several(id), careful(id)]), low(0), low(2)];

export function world() {
  const models = new ReadModels([stock, orders, totals] as unknown as readonly ModelDefinition[], true);
  const fold = (...acts: readonly Act[]): void => models.fold(placed(acts, 'acted'));
  return { models, fold, reader: new Reader(models.world, models.listing) };
}
