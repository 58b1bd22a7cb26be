import { defineEvent, type Store } from '@refold/core';
import * as z from 'zod';
import { MAX_MILLS, MAX_QTY } from './money.ts';
import { WallClock } from './wall-clock.ts';

/** The most characters of a stock code, a bill's number, a customer or a country. */
export const MAX_CODE = 64;

const Code = z.string().min(1).max(MAX_CODE);
const Qty = z.int().min(-MAX_QTY).max(MAX_QTY);
const Mills = z.int().min(-MAX_MILLS).max(MAX_MILLS);

/** `[sku, qty, mills]`: a tuple, because an order of 700 lines is one event and an event has a size limit. */
export const Line = z.tuple([Code, Qty, Mills]);
export type Line = z.infer<typeof Line>;

/**
 * All three kinds of bill have one shape. Lines have no names, because names belong to the catalogue and change there.
 */
const Bill = z.object({
  orderId: Code,
  at: WallClock,
  lines: z.array(Line).min(1),
  customerId: Code.optional(),
  country: Code.optional(),
});
export type Bill = z.infer<typeof Bill>;

/**
 * Lists a product under a name at a price. Listing it again changes its name or price. Earlier sales keep the name and
 * price that they had.
 */
export const ProductListed = defineEvent(
  'product.listed',
  z.object({
    sku: Code,
    /** Empty while nobody has named the product. */
    name: z.string().max(200),
    mills: Mills,
    /** Empty when the product was removed from its category. */
    category: z.string().max(40).optional(),
    /** Since when, in shop time. Older events lack it, and use their timestamp. */
    at: WallClock.optional(),
    /** The number of edits by hand so far. Absent for listings from a file, which never change an edited product. */
    edition: z.int().positive().optional(),
  }),
);

/**
 * Goods were received, or a count was lowered when the quantity is negative. The first such event of a product begins
 * the tracking of its stock.
 */
export const StockReceived = defineEvent('stock.received', z.object({ sku: Code, qty: Qty }));

/**
 * A sale. The quantity of a line may be negative: shops write off breakages that way. A paid sale is never undone,
 * because it would vanish from the books. It is voided, and stays on the list as void.
 */
export const OrderPlaced = defineEvent('order.placed', Bill, { undo: false });

/**
 * Voids an order of this shop, as if it had not happened. It repeats the order (`at` is the order's time), so that each
 * read model can reverse it alone, even when the void arrives first.
 */
export const OrderVoided = defineEvent('order.voided', z.object({ ...Bill.shape, voidedAt: WallClock }));

/**
 * A credit note for returned goods. It has its own number and time, and negative quantities. It cannot be undone,
 * because the customer has it.
 */
export const SaleCancelled = defineEvent('sale.cancelled', Bill, { undo: false });

/**
 * A correction of the books, such as a bad debt. Its prices may be negative. Only another adjustment corrects it, not
 * undo.
 */
export const DebtAdjusted = defineEvent('debt.adjusted', Bill, { undo: false });

export const shopEvents = [
  ProductListed,
  StockReceived,
  OrderPlaced,
  OrderVoided,
  SaleCancelled,
  DebtAdjusted,
] as const;

export type ShopEventType = (typeof shopEvents)[number]['type'];
/** The store of a shop. */
export type Shop = Store<(typeof shopEvents)[number]>;
/** An event for the shop from outside, with its own id and time. */
export type GivenShopEvent = Parameters<Shop['import']>[0][number];

/** The events that move money and goods out. `OrderVoided` moves them back. */
export const bills = [OrderPlaced, SaleCancelled, DebtAdjusted] as const;
