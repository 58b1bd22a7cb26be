import { OrderVoided, type ShopEventType } from './events.ts';

/**
 * What a row has seen of each order that belongs to it. An event of an order may come twice, as when two tabs void it,
 * and late, as when a void comes in before the sale: with these marks the row counts the order once, in any order.
 */
export type OrderMarks = Record<string, number>;

export interface OrderStep {
  /** 1: the order counts from now on; -1: it counts no more; 0: the row knew before. */
  readonly counts: -1 | 0 | 1;
  /** 1 when the order has just become void. */
  readonly voids: 0 | 1;
}

/** The key of an order in an object. A prefix, because an invoice number may be any text, also a name that every object has. */
export const orderKey = (orderId: string): string => `#${orderId}`;

const PLACED = 1;
const VOID = 2;

/** Notes an event of an order, and returns what it changes for the row. */
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
