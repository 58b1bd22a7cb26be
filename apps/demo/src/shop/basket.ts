import { defineCommand, defineView } from '@refold/core';
import * as z from 'zod';
import {
  BasketEmptied,
  BasketSold,
  Code,
  CustomerChosen,
  ItemAdded,
  ItemRemoved,
  Qty,
  QuantitySet,
} from './basket-events.ts';
import { MAX_CODE } from './events.ts';
import { MAX_QTY } from './money.ts';

/** The basket is a store of its own, on this device alone: what is being rung up is nobody else's news until it is sold. */
export interface Basket {
  /** In the order in which the products were first added. */
  readonly lines: readonly BasketLine[];
  readonly customerId?: string;
  /** Something has been done since the last sale; what was done before it is not undone any more. */
  readonly isBegun: boolean;
}
export interface BasketLine {
  readonly sku: string;
  readonly qty: number;
}

const newBasket: Basket = { lines: [], isBegun: false };

/** What is in the basket now. */
export const basket = defineView('basket', { initial: newBasket, revision: 2 })
  .on(ItemAdded, (draft, { data }) => {
    draft.isBegun = true;
    const line = draft.lines.find(({ sku }) => sku === data.sku);
    if (line === undefined) draft.lines.push(data);
    else line.qty = Math.min(line.qty + data.qty, MAX_QTY);
  })
  .on(QuantitySet, (draft, { data }) => {
    draft.isBegun = true;
    const line = draft.lines.find(({ sku }) => sku === data.sku);
    if (line !== undefined) line.qty = data.qty;
  })
  .on(ItemRemoved, (draft, { data }) => {
    draft.isBegun = true;
    draft.lines = draft.lines.filter(({ sku }) => sku !== data.sku);
  })
  .on(CustomerChosen, (draft, { data }) => {
    draft.isBegun = true;
    if (data.customerId === undefined) delete draft.customerId;
    else draft.customerId = data.customerId;
  })
  .on(BasketEmptied, () => ({ ...newBasket, isBegun: true }))
  .on(BasketSold, () => newBasket);

/** The product's name, for the words of undo; without it, its code is named. */
const Named = z.object({ sku: Code, name: z.string().optional() });

/** Puts a product in, one piece unless said otherwise; a product already there gets more pieces. */
export const addToBasket = defineCommand('basket.add', {
  input: Named.extend({ qty: Qty.default(1) }),
  label: ({ sku, name, qty }) => (qty === 1 ? `Add ${name ?? sku}` : `Add ${qty} × ${name ?? sku}`),
  decide: ({ sku, qty }) => ItemAdded({ sku, qty }),
});

/** Sets how many pieces of a product there are; 0 takes it out. */
export const setQuantity = defineCommand('basket.set-quantity', {
  input: Named.extend({ qty: z.int().min(0).max(MAX_QTY) }),
  // Pressed several times in a row it is one change.
  coalesce: ({ sku }) => sku,
  label: ({ sku, name, qty }) => (qty === 0 ? `Remove ${name ?? sku}` : `${name ?? sku} × ${qty}`),
  decide: ({ sku, qty }) => (qty === 0 ? ItemRemoved({ sku }) : QuantitySet({ sku, qty })),
});

export const chooseCustomer = defineCommand('basket.choose-customer', {
  input: z.object({ customerId: z.string().trim().max(MAX_CODE) }),
  label: ({ customerId }) => (customerId === '' ? 'Remove the customer' : `Choose customer ${customerId}`),
  decide: ({ customerId }) => CustomerChosen(customerId === '' ? {} : { customerId }),
});

export const emptyTheBasket = defineCommand('basket.empty', {
  label: () => 'Clear basket',
  decide: () => BasketEmptied(),
});

/** Begins the next sale, when this one is paid for. */
export const beginNextBasket = defineCommand('basket.sell', { decide: () => BasketSold() });

/** What `createStore` needs to keep a basket, beside its events. */
export const basketViews = [basket] as const;
export const basketCommands = [addToBasket, setQuantity, chooseCustomer, emptyTheBasket, beginNextBasket] as const;
