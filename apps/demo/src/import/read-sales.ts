import type { GivenShopEvent } from '../shop/events.ts';
import { type BadLine, shortened } from './bad-lines.ts';
import { createCsvReader, type CsvRecord } from './csv-records.ts';
import { invoiceEvent } from './invoice-event.ts';
import { createInvoiceGrouping, type Invoice } from './invoices.ts';
import { createProductListings, type ListingEvent } from './product-listings.ts';
import { SalesFileError } from './sales-file-error.ts';
import { lineParser, type LineParser } from './sales-line.ts';
import { checkSalesText, openSalesText } from './sales-text.ts';

/** An invoice, and the line of the file where it begins. */
export interface SalesEvent {
  readonly event: GivenShopEvent;
  readonly line: number;
  /** The number of its lines. */
  readonly lines: number;
  /** The products that it names first in this file. They do not apply when the invoice is refused. */
  readonly listings: readonly Listing[];
}

/** A product's listing, and the line that it comes from. */
export interface Listing {
  readonly event: ListingEvent;
  readonly line: number;
}

/** The sales of a part of the file. Plain data, so that threads can post it. */
export interface SalesBatch {
  readonly invoices: readonly SalesEvent[];
  readonly badLines: readonly BadLine[];
  /** The bytes read up to the end of this batch. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Lines with content, good or bad, without the header. */
  readonly linesRead: number;
  /** Set when the last line of the file has no line break. */
  readonly openEnd?: OpenEnd;
}

/**
 * A last line without a line break. Many programs write files like this, but a file that was cut short looks the same.
 */
export interface OpenEnd {
  readonly line: number;
  readonly invoiceNo: string;
  /** Its last field is only the beginning of a value seen elsewhere in that column, so its invoice was skipped. */
  readonly isCut: boolean;
}

/** Reads a sales file in batches. Ending the iteration early stops reading. */
export type SalesReader = (file: Blob, signal?: AbortSignal) => AsyncIterable<SalesBatch>;

const BATCH_LINES = 4_000;

/**
 * Reads a sales file, gzipped or plain, into events: invoices, each with the products it lists. It reads no further
 * than requested. A damaged file yields nothing, because it is read twice, and the first time only checked. Throws a
 * {@link SalesFileError}.
 */
export async function* readSales(file: Blob, signal?: AbortSignal): AsyncGenerator<SalesBatch, void> {
  const isCancelled = (): boolean => signal?.aborted === true;
  await checkSalesText(file, signal);
  if (isCancelled()) return;
  const text = await openSalesText(file);
  const csv = createCsvReader();
  const sales = createSalesAssembler();
  const batch = (): SalesBatch => ({ ...sales.take(), bytesRead: text.bytesRead(), bytesTotal: file.size });
  for await (const piece of text.pieces) {
    for (const record of csv.read(piece)) {
      sales.add(record);
      if (sales.pending < BATCH_LINES) continue;
      yield batch();
      if (isCancelled()) return;
    }
  }
  for (const record of csv.end()) sales.add(record);
  sales.end();
  yield batch();
}

/** Turns records into events, step by step. This part of the import has no IO. */
function createSalesAssembler() {
  const listings = createProductListings();
  const grouping = createInvoiceGrouping();
  let parse: LineParser | undefined;
  let linesRead = 0;
  let pending = 0;
  let invoices: SalesEvent[] = [];
  let badLines: BadLine[] = [];
  let openEnd: OpenEnd | undefined;
  /** The listings of incomplete invoices. */
  const listed = new Map<string, Listing[]>();
  /** Values of the last column, as many as are worth remembering. */
  const lastFields = new Set<string>();

  /** Whether a field is only the beginning of a value of the last column. */
  const looksCut = (field: string): boolean =>
    !lastFields.has(field) && [...lastFields].some((known) => known.startsWith(field));

  function give(complete: readonly Invoice[]): void {
    for (const invoice of complete) {
      const { no, line, lines } = invoice;
      invoices.push({ event: invoiceEvent(invoice), line, lines: lines.length, listings: listed.get(no) ?? [] });
      listed.delete(no);
    }
  }

  return {
    /** Lines added since the last `take`. */
    get pending(): number {
      return pending;
    },

    add({ line, fields, isCutOff, isTooLong }: CsvRecord): void {
      if (parse === undefined) {
        parse = lineParser(fields ?? []);
        return;
      }
      const sale = fields === undefined ? (isTooLong === true ? TOO_LONG : UNPAIRED) : parse(fields);
      // Half a line at the end means half a file: its invoice would be stored without its missing lines.
      if (isCutOff === true && 'reason' in sale && (fields === undefined || sale.reason === 'wrong-columns')) {
        throw new SalesFileError('cut-short', { line });
      }
      linesRead += 1;
      pending += 1;
      if ('reason' in sale) {
        badLines.push({ line, ...sale });
        return;
      }
      const last = fields?.at(-1) ?? '';
      if (isCutOff === true) {
        openEnd = { line, invoiceNo: sale.invoiceNo, isCut: looksCut(last) };
        if (openEnd.isCut) {
          // Without its last line, the invoice would differ from that of the whole file.
          grouping.drop(sale.invoiceNo);
          listed.delete(sale.invoiceNo);
          badLines.push({ line, reason: 'cut-off', found: shortened(last) });
          return;
        }
      }
      if (lastFields.size < MAX_LAST_FIELDS) lastFields.add(last);
      const complete = grouping.add(sale, line);
      if (complete === 'too-late') {
        badLines.push({ line, reason: complete, found: sale.invoiceNo });
        return;
      }
      const event = listings.see(sale);
      if (event !== undefined) {
        const ofInvoice = listed.get(sale.invoiceNo);
        if (ofInvoice === undefined) listed.set(sale.invoiceNo, [{ event, line }]);
        else ofInvoice.push({ event, line });
      }
      give(complete);
    },

    /** Call it at the end of the file. */
    end(): void {
      give(grouping.end());
    },

    /** Everything gathered since the last `take`. */
    take(): Pick<SalesBatch, 'invoices' | 'badLines' | 'linesRead' | 'openEnd'> {
      const taken = { invoices, badLines, linesRead, ...(openEnd !== undefined && { openEnd }) };
      invoices = [];
      badLines = [];
      pending = 0;
      return taken;
    },
  };
}

const MAX_LAST_FIELDS = 10_000;
const TOO_LONG = { reason: 'line-too-long', found: '' } as const;
const UNPAIRED = { reason: 'unpaired-quote', found: '' } as const;
