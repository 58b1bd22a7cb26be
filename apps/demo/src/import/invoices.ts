import type { Line } from '../shop/events.ts';
import type { SalesLine } from './sales-line.ts';

/** The lines of one invoice number, in the order of the file. */
export interface Invoice {
  readonly no: string;
  /** Of its first line: a few invoices were typed in over several minutes. */
  readonly at: string;
  /** Where in the file it begins. */
  readonly line: number;
  readonly lines: Line[];
  customerId: string;
  country: string;
}

export interface InvoiceGrouping {
  /** Adds a line; gives the invoices that are complete by now, or `too-late` when its own was given out already. */
  add(line: SalesLine, lineNo: number): readonly Invoice[] | 'too-late';
  /** Forgets an invoice that is not complete yet. */
  drop(invoiceNo: string): void;
  /** The file has ended: gives the rest. */
  end(): readonly Invoice[];
}

/**
 * Gathers lines into invoices. Tills print side by side, so lines of one invoice need not follow each other: an invoice
 * is complete when `openLimit` others have had lines since its own last one. Memory is bounded: of the invoices given
 * out, the last `closedLimit` numbers are remembered.
 */
export function createInvoiceGrouping({ openLimit = 64, closedLimit = 200_000 } = {}): InvoiceGrouping {
  /** In the order of their latest line. */
  const open = new Map<string, Invoice>();
  const closed = new Set<string>();
  let latest: Invoice | undefined;

  function close(invoice: Invoice): Invoice {
    open.delete(invoice.no);
    closed.add(invoice.no);
    if (closed.size > closedLimit) {
      for (const oldest of closed) {
        closed.delete(oldest);
        break;
      }
    }
    return invoice;
  }

  return {
    add(line, lineNo) {
      if (latest?.no !== line.invoiceNo) {
        if (closed.has(line.invoiceNo)) return 'too-late';
        latest = open.get(line.invoiceNo) ?? begin(line, lineNo);
        open.delete(latest.no);
        open.set(latest.no, latest);
      }
      latest.lines.push([line.sku, line.qty, line.mills]);
      latest.customerId ||= line.customerId;
      latest.country ||= line.country;
      if (open.size <= openLimit) return NONE;
      for (const oldest of open.values()) return [close(oldest)];
      return NONE;
    },
    drop(invoiceNo) {
      open.delete(invoiceNo);
      latest = undefined;
    },
    end() {
      const rest = [...open.values()].map(close);
      latest = undefined;
      return rest;
    },
  };
}

const NONE: readonly Invoice[] = [];

const begin = ({ invoiceNo, at, customerId, country }: SalesLine, line: number): Invoice => ({
  no: invoiceNo,
  at,
  line,
  lines: [],
  customerId,
  country,
});
