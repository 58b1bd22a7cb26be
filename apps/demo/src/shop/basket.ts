import { defineCommand, defineView } from '@refold/core';
import * as z from 'zod';
import { BasketEmptied, Code, CustomerChosen, ItemAdded, ItemRemoved, Qty, QuantitySet } from './basket-events.ts';
import { MAX_CODE } from './events.ts';
import { MAX_QTY } from './money.ts';

/** The basket is a store of its own, on this device alone: what is being rung up is nobody else's news until it is sold. */
export interface Basket {
  /** In the order in which the products were first added. */
  readonly lines: readonly BasketLine[];
  readonly customerId?: string;
}
export interface BasketLine {
  readonly sku: string;
  readonly qty: number;
}

const emptyBasket: Basket = { lines: [] };

/** What is in the basket now. */
export const basket = defineView('basket', { initial: emptyBasket })
  .on(ItemAdded, (draft, { data }) => {
    const line = draft.lines.find(({ sku }) => sku === data.sku);
    if (line === undefined) draft.lines.push(data);
    else line.qty = Math.min(line.qty + data.qty, MAX_QTY);
  })
  .on(QuantitySet, (draft, { data }) => {
    const line = draft.lines.find(({ sku }) => sku === data.sku);
    if (line !== undefined) line.qty = data.qty;
  })
  .on(ItemRemoved, (draft, { data }) => {
    draft.lines = draft.lines.filter(({ sku }) => sku !== data.sku);
  })
  .on(CustomerChosen, (draft, { data }) => {
    if (data.customerId === undefined) delete draft.customerId;
    else draft.customerId = data.customerId;
  })
  .on(BasketEmptied, () => emptyBasket);

/** Puts a product in, one piece unless said otherwise; a product already there gets more pieces. */
export const addToBasket = defineCommand('basket.add', {
  input: z.object({ sku: Code, qty: Qty.default(1) }),
  label: ({ qty }) => `Put ${qty} in the basket`,
  decide: (line) => ItemAdded(line),
});

/** Sets how many pieces of a product there are; 0 takes it out. */
export const setQuantity = defineCommand('basket.set-quantity', {
  input: z.object({ sku: Code, qty: z.int().min(0).max(MAX_QTY) }),
  // Pressed several times in a row it is one change.
  coalesce: ({ sku }) => sku,
  label: ({ qty }) => (qty === 0 ? 'Take a line out' : `Change a quantity to ${qty}`),
  decide: ({ sku, qty }) => (qty === 0 ? ItemRemoved({ sku }) : QuantitySet({ sku, qty })),
});

export const chooseCustomer = defineCommand('basket.choose-customer', {
  input: z.object({ customerId: z.string().trim().max(MAX_CODE) }),
  label: ({ customerId }) => (customerId === '' ? 'Take the customer out' : `Choose customer ${customerId}`),
  decide: ({ customerId }) => CustomerChosen(customerId === '' ? {} : { customerId }),
});

export const emptyTheBasket = defineCommand('basket.empty', {
  label: () => 'Clear the basket',
  decide: () => BasketEmptied(),
});

/** What `createStore` needs to keep a basket, beside its events. */
export const basketViews = [basket] as const;
export const basketCommands = [addToBasket, setQuantity, chooseCustomer, emptyTheBasket] as const;
