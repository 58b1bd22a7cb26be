import { eventIdFrom } from '@refold/core';
import { DebtAdjusted, OrderPlaced, SaleCancelled, type Bill, type GivenShopEvent } from '../shop/events.ts';
import type { Invoice } from './invoices.ts';

/**
 * The event of an invoice. Its id derives only from the invoice's number: the same invoice again is a duplicate, and
 * the log refuses the same number with other lines.
 */
export function invoiceEvent({ no, at, lines, customerId, country }: Invoice): GivenShopEvent {
  const bill: Bill = {
    orderId: no,
    at,
    lines,
    ...(customerId !== '' && { customerId }),
    ...(country !== '' && { country }),
  };
  return { ...draftOf(no, bill), id: eventIdFrom('retail', 'invoice', no), timestamp: `${at}.000Z` };
}

/** The first letter of an invoice number gives its kind. */
function draftOf(no: string, bill: Bill) {
  if (no.startsWith('C')) return SaleCancelled(bill);
  if (no.startsWith('A')) return DebtAdjusted(bill);
  return OrderPlaced(bill);
}
