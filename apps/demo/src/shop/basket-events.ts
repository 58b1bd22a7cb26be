import { defineEvent, type Store } from '@refold/core';
import * as z from 'zod';
import { MAX_CODE } from './events.ts';
import { MAX_QTY } from './money.ts';

/** The log of the basket, beside the log of the shop. */
export const BASKET_LOG = 'till-basket';

export const Code = z.string().min(1).max(MAX_CODE);
export const Qty = z.int().positive().max(MAX_QTY);

export const ItemAdded = defineEvent('basket.item-added', z.object({ sku: Code, qty: Qty }));
export const QuantitySet = defineEvent('basket.quantity-set', z.object({ sku: Code, qty: Qty }));
export const ItemRemoved = defineEvent('basket.item-removed', z.object({ sku: Code }));
/** Without a customer, the sale is anonymous again. */
export const CustomerChosen = defineEvent('basket.customer-chosen', z.object({ customerId: Code.optional() }));
/** Cleared: the basket is empty, and undo brings its lines back. */
export const BasketEmptied = defineEvent('basket.emptied');
/** Paid: the basket is empty, and the next sale begins. */
export const BasketSold = defineEvent('basket.sold');

export const basketEvents = [ItemAdded, QuantitySet, ItemRemoved, CustomerChosen, BasketEmptied, BasketSold] as const;

/** The store of a basket. */
export type BasketStore = Store<(typeof basketEvents)[number]>;
