import type { Line } from '../shop/events.ts';
import type { SalesLine } from './sales-line.ts';

/** The lines of one invoice number, in the order of the file. */
export interface Invoice {
  readonly no: string;
  /** The time of its first line. A few invoices were typed in over several minutes. */
  readonly at: string;
  /** The line of the file where it begins. */
  readonly line: number;
  readonly lines: Line[];
  customerId: string;
  country: string;
}

export interface InvoiceGrouping {
  /**
   * Adds a line. Returns the invoices that are complete now, or `too-late` when the line's own invoice was already
   * complete.
   */
  add(line: SalesLine, lineNo: number): readonly Invoice[] | 'too-late';
  /** Discards an incomplete invoice. */
  drop(invoiceNo: string): void;
  /** Call it at the end of the file. Returns the rest. */
  end(): readonly Invoice[];
}

/**
 * Groups lines into invoices. Tills print side by side, so lines of one invoice may have others between them. An
 * invoice is complete when `openLimit` other invoices had lines after its last one. Memory is limited: it remembers the
 * last `closedLimit` numbers of completed invoices.
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
