import { MAX_CODE } from '../shop/events.ts';
import { MAX_QTY, millsFromPounds } from '../shop/money.ts';
import { shortened, type BadLineReason } from './bad-lines.ts';
import { SalesFileError } from './sales-file-error.ts';

/** A line of an invoice, as in the file. */
export interface SalesLine {
  readonly invoiceNo: string;
  readonly sku: string;
  /** Empty when the line has no description. */
  readonly name: string;
  readonly qty: number;
  /** Shop time. */
  readonly at: string;
  readonly mills: number;
  readonly customerId: string;
  readonly country: string;
}
export interface LineFault {
  readonly reason: BadLineReason;
  readonly found: string;
}

/** Parses the fields of a record. */
export type LineParser = (fields: readonly string[]) => SalesLine | LineFault;

export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/**
 * Returns a parser for the lines below this header. The columns may have any order, with others in between. Throws
 * `missing-columns` or `repeated-columns`, with their names.
 */
export function lineParser(header: readonly string[]): LineParser {
  const names = header.map((name) => name.trim());
  const missing = COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new SalesFileError('missing-columns', { missing, found: names });
  const repeated = COLUMNS.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated.length > 0) throw new SalesFileError('repeated-columns', { repeated });
  const [invoiceNo, stockCode, description, quantity, invoiceDate, unitPrice, customer, land] = COLUMNS.map((name) =>
    names.indexOf(name),
  );
  let lastDate = '';
  let lastAt: string | undefined;

  return (fields) => {
    if (fields.length !== names.length) {
      return fault('wrong-columns', `${fields.length} of ${names.length} columns`);
    }
    const field = (column = -1): string => fields[column]?.trim() ?? '';
    const invoice = field(invoiceNo);
    if (invoice === '') return fault('no-invoice-number', '');
    const sku = field(stockCode);
    if (sku === '') return fault('no-stock-code', '');
    const qty = wholeNumber(field(quantity));
    if (qty === undefined) return fault('bad-quantity', field(quantity));
    const date = field(invoiceDate);
    if (date !== lastDate) {
      // The lines of an invoice have one time, so most dates repeat the last one.
      lastDate = date;
      lastAt = wallClockOf(date);
    }
    if (lastAt === undefined) return fault('bad-date', date);
    const mills = millsFromPounds(field(unitPrice));
    if (mills === undefined) return fault('bad-price', field(unitPrice));
    const customerId = field(customer).replace(/\.0$/, '');
    const country = field(land);
    // Checked here, because the event's schema would refuse the whole invoice.
    const tooLong = [invoice, sku, customerId, country].find((text) => text.length > MAX_CODE);
    if (tooLong !== undefined) return fault('too-long', tooLong);
    return { invoiceNo: invoice, sku, name: field(description), qty, at: lastAt, mills, customerId, country };
  };
}

const fault = (reason: BadLineReason, found: string): LineFault => ({ reason, found: shortened(found) });

function wholeNumber(text: string): number | undefined {
  if (!/^-?\d{1,7}$/.test(text)) return undefined;
  const value = Number(text);
  if (Math.abs(value) > MAX_QTY) return undefined;
  // JSON has no -0, so the stored value would differ from the given one.
  return value === 0 ? 0 : value;
}

/** Reads `2011-03-01 09:30:00` as shop time, if that day and time exist. */
function wallClockOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const at = text.replace(' ', 'T');
  const ms = Date.parse(`${at}Z`);
  // Date.parse reads 30 February as 2 March. Only a date that survives formatting exists.
  return Number.isNaN(ms) || new Date(ms).toISOString() !== `${at}.000Z` ? undefined : at;
}
