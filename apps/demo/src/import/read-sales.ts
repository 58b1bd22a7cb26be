import type { GivenShopEvent } from '../shop/events.ts';
import { type BadLine, shortened } from './bad-lines.ts';
import { createCsvReader, type CsvRecord } from './csv-records.ts';
import { invoiceEvent } from './invoice-event.ts';
import { createInvoiceGrouping, type Invoice } from './invoices.ts';
import { createProductListings, type ListingEvent } from './product-listings.ts';
import { SalesFileError } from './sales-file-error.ts';
import { lineParser, type LineParser } from './sales-line.ts';
import { checkSalesText, openSalesText } from './sales-text.ts';

/** An invoice, and the line of the file that it begins on. */
export interface SalesEvent {
  readonly event: GivenShopEvent;
  readonly line: number;
  /** How many lines it holds. */
  readonly lines: number;
  /** What it says about products for the first time in this file. It is not true of an invoice that is refused. */
  readonly listings: readonly Listing[];
}

/** A product's listing, and the line that it was read from. */
export interface Listing {
  readonly event: ListingEvent;
  readonly line: number;
}

/** What a stretch of the file says. Plain data, so that it can be posted between threads. */
export interface SalesBatch {
  readonly invoices: readonly SalesEvent[];
  readonly badLines: readonly BadLine[];
  /** Up to the end of this batch. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Lines with content, the header not counted, good or bad. */
  readonly linesRead: number;
  /** The file's last line has no line break after it. */
  readonly openEnd?: OpenEnd;
}

/** A last line without a line break. Many programs write files so; a file that was cut short ends so too. */
export interface OpenEnd {
  readonly line: number;
  readonly invoiceNo: string;
  /** Its last field is only the beginning of what stands in that column elsewhere, so its invoice was skipped. */
  readonly isCut: boolean;
}

/** Reads a sales file in batches. An early `return` of the iteration stops the reading. */
export type SalesReader = (file: Blob, signal?: AbortSignal) => AsyncIterable<SalesBatch>;

const BATCH_LINES = 4_000;

/**
 * Reads a sales file, gzipped or plain, into events: invoices, each with the products it lists. Nothing is read ahead of what is asked for.
 * A damaged file gives nothing: it is read twice, and the first time only checked. Throws a {@link SalesFileError}.
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

/** Turns records into events, step by step: the part of the import that has no IO in it. */
function createSalesAssembler() {
  const listings = createProductListings();
  const grouping = createInvoiceGrouping();
  let parse: LineParser | undefined;
  let linesRead = 0;
  let pending = 0;
  let invoices: SalesEvent[] = [];
  let badLines: BadLine[] = [];
  let openEnd: OpenEnd | undefined;
  /** The listings of invoices that are not complete yet. */
  const listed = new Map<string, Listing[]>();
  /** What stands in the last column, as far as it is worth remembering. */
  const lastFields = new Set<string>();

  /** Whether a field is only the beginning of what the last column says elsewhere. */
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
      // Half a line at the very end is half a file: its invoice would be stored without the lines that are missing.
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
          // Without its last line the invoice would be another one than that of the whole file.
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

    /** The file has ended. */
    end(): void {
      give(grouping.end());
    },

    /** What has come together since the last `take`. */
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
