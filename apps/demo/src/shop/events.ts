import { defineEvent, type Store } from '@refold/core';
import * as z from 'zod';
import { MAX_MILLS, MAX_QTY } from './money.ts';
import { WallClock } from './wall-clock.ts';

/** The most characters that a stock code, a bill's number, a customer or a country may have. */
export const MAX_CODE = 64;

const Code = z.string().min(1).max(MAX_CODE);
const Qty = z.int().min(-MAX_QTY).max(MAX_QTY);
const Mills = z.int().min(-MAX_MILLS).max(MAX_MILLS);

/** `[sku, qty, mills]`: a tuple, because an order of 700 lines is one event and an event has a size limit. */
export const Line = z.tuple([Code, Qty, Mills]);
export type Line = z.infer<typeof Line>;

/** The three kinds of bill have one shape. Lines carry no names: names are the catalogue's, and change there. */
const Bill = z.object({
  orderId: Code,
  at: WallClock,
  lines: z.array(Line).min(1),
  customerId: Code.optional(),
  country: Code.optional(),
});
export type Bill = z.infer<typeof Bill>;

/**
 * A product is sold here under this name at this price; listed again, it is renamed or priced anew. What was sold before
 * keeps the price and the name that it was sold under.
 */
export const ProductListed = defineEvent(
  'product.listed',
  z.object({
    sku: Code,
    /** Empty where nobody has named it yet. */
    name: z.string().max(200),
    mills: Mills,
    /** Empty: it is in none any more. */
    category: z.string().max(40).optional(),
    /** Since when, by the shop's clock. Absent in older events: their timestamp stands for it. */
    at: WallClock.optional(),
    /** How often it has been edited by hand; absent for what comes with a file, which never changes what was edited. */
    edition: z.int().positive().optional(),
  }),
);

/** Goods came in, or were counted away when negative. From the first of these on, the product's stock is tracked. */
export const StockReceived = defineEvent('stock.received', z.object({ sku: Code, qty: Qty }));

/**
 * A sale. A line's quantity may be below zero: shops write off breakages that way. What has been paid for is never undone,
 * since it would vanish from the books; it is voided, and stays on the list as void.
 */
export const OrderPlaced = defineEvent('order.placed', Bill, { undo: false });

/**
 * An order of this shop is void, as if it had not been. It repeats what it takes back (`at` is the order's own time), so
 * that each read model can reverse it alone, and knows the order even when the void comes first.
 */
export const OrderVoided = defineEvent('order.voided', z.object({ ...Bill.shape, voidedAt: WallClock }));

/** A credit note: goods came back. It stands under a number and time of its own, with quantities below zero. Undo leaves it alone: the customer has it in hand. */
export const SaleCancelled = defineEvent('sale.cancelled', Bill, { undo: false });

/** A correction of the books, such as a debt written off; its prices may be below zero. Another one corrects it, and no undo. */
export const DebtAdjusted = defineEvent('debt.adjusted', Bill, { undo: false });

/** Everything that can happen in the shop. */
export const shopEvents = [
  ProductListed,
  StockReceived,
  OrderPlaced,
  OrderVoided,
  SaleCancelled,
  DebtAdjusted,
] as const;

export type ShopEventType = (typeof shopEvents)[number]['type'];
/** A store that keeps a shop. */
export type Shop = Store<(typeof shopEvents)[number]>;
/** A shop's event from outside, with an id and time of its own. */
export type GivenShopEvent = Parameters<Shop['import']>[0][number];

/** The events that move money and goods out; `OrderVoided` moves them back. */
export const bills = [OrderPlaced, SaleCancelled, DebtAdjusted] as const;
