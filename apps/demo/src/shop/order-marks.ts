import { OrderVoided, type ShopEventType } from './events.ts';

/**
 * What a row knows about each of its orders. An event of an order may come twice, as when two tabs void it, or late, as
 * when the void arrives before the sale. With these marks, a row counts each order once, in any order.
 */
export type OrderMarks = Record<string, number>;

export interface OrderStep {
  /** 1: the order counts from now on; -1: it no longer counts; 0: nothing changes. */
  readonly counts: -1 | 0 | 1;
  /** 1 when the order has just become void. */
  readonly voids: 0 | 1;
}

/**
 * The key of an order in an object. The prefix keeps it apart from names that every object has, because an invoice
 * number may be any text.
 */
export const orderKey = (orderId: string): string => `#${orderId}`;

const PLACED = 1;
const VOID = 2;

/** Records an event of an order. Returns how it changes the row. */
export function noteOrder(marks: OrderMarks, type: ShopEventType, orderId: string): OrderStep {
  const key = orderKey(orderId);
  const before = marks[key] ?? 0;
  const after = before | (type === OrderVoided.type ? VOID : PLACED);
  marks[key] = after;
  return {
    counts: (countsAs(after) - countsAs(before)) as OrderStep['counts'],
    voids: (after & VOID) > (before & VOID) ? 1 : 0,
  };
}

/** A placed order counts until it is void. */
const countsAs = (mark: number): 0 | 1 => (mark === PLACED ? 1 : 0);
