import {
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  defineQuery,
  defineView,
  memoryLog,
  reject,
} from '@refold/core';
import type { EventLog } from '@refold/core/log';
import { act, render } from '@testing-library/react';
import { Component, type ComponentType, createElement, type ReactNode, Suspense } from 'react';
import * as z from 'zod';
import { StoreProvider } from './index.ts';

export const Listed = defineEvent('product.listed', z.object({ sku: z.string(), left: z.number() }));
export const Sold = defineEvent('order.placed', z.object({ sku: z.string() }));

export interface Product {
  readonly sku: string;
  readonly left: number;
}
export const stock = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] })
  .on(Listed, (rows, e) => rows.put(e.data))
  .on(Sold, (rows, e) => rows.update(e.data.sku, (p) => void (p.left -= 1)));
export const takings = defineView('takings', { initial: { sold: 0 } }).on(Sold, (draft) => void (draft.sold += 1));
export const low = defineQuery('low', { stock }, ({ stock }, max: number) =>
  stock.where('left', { lte: max }).map((p) => p.sku),
);

export const sell = defineCommand('order.place', {
  input: z.object({ sku: z.string().min(1) }),
  reads: { stock },
  decide: ({ sku }, { stock }) => ((stock.get(sku)?.left ?? 0) > 0 ? Sold({ sku }) : reject('out-of-stock', { sku })),
});
export const nothing = defineCommand('nothing', { decide: () => [] });

export const makeShop = (log: EventLog = memoryLog()) =>
  createStore({ events: [Listed, Sold], views: [stock, takings], commands: [sell, nothing], log });
export type Shop = ReturnType<typeof makeShop>;

export type ShopProvider = ComponentType<{ readonly store: Shop; readonly children?: ReactNode }>;

/** Opens a shop with products a, b and c, five of each. */
export async function openShop(log?: EventLog): Promise<Shop> {
  const store = makeShop(log);
  await store.ready;
  store.append(...['a', 'b', 'c'].map((sku) => Listed({ sku, left: 5 })));
  return store;
}

/** Renders under a provider, and waits for what suspends. */
export async function show(store: Shop, children: ReactNode, Provider: ShopProvider = StoreProvider) {
  const tree = (inside: ReactNode) =>
    createElement(Suspense, { fallback: 'opening' }, createElement(Provider, { store }, inside));
  // oxlint-disable-next-line typescript/require-await -- an async act lets what suspended go on
  const view = await act(async () => render(tree(children)));
  return { ...view, update: (inside: ReactNode) => act(() => view.rerender(tree(inside))) };
}

export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {};
  static getDerivedStateFromError = (error: Error): { readonly error: Error } => ({ error });
  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : `failed: ${this.state.error.message}`;
  }
}
