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

/** The basket is a store of its own, only on this device: nobody else needs to know of it until it is sold. */
export interface Basket {
  /** In the order in which the products were first added. */
  readonly lines: readonly BasketLine[];
  readonly customerId?: string;
  /** Whether the basket has changed since the last sale. Undo never reaches further back than that sale. */
  readonly isBegun: boolean;
}
export interface BasketLine {
  readonly sku: string;
  readonly qty: number;
}

const newBasket: Basket = { lines: [], isBegun: false };

/** The current basket. */
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

/** The product's name, for the labels of undo. Without a name, they show the code. */
const Named = z.object({ sku: Code, name: z.string().optional() });

/** Adds a product: one piece, unless the input has a quantity. A product in the basket gets more pieces. */
export const addToBasket = defineCommand('basket.add', {
  input: Named.extend({ qty: Qty.default(1) }),
  label: ({ sku, name, qty }) => (qty === 1 ? `Add ${name ?? sku}` : `Add ${qty} × ${name ?? sku}`),
  decide: ({ sku, qty }) => ItemAdded({ sku, qty }),
});

/** Sets the number of pieces of a product. 0 removes it. */
export const setQuantity = defineCommand('basket.set-quantity', {
  input: Named.extend({ qty: z.int().min(0).max(MAX_QTY) }),
  // Several presses in a row count as one change.
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

/** Begins the next sale after this one is paid. */
export const beginNextBasket = defineCommand('basket.sell', { decide: () => BasketSold() });

/** The views that `createStore` needs for a basket. */
export const basketViews = [basket] as const;
export const basketCommands = [addToBasket, setQuantity, chooseCustomer, emptyTheBasket, beginNextBasket] as const;
