import type { RefoldError } from '@refold/core';
import type { Shop } from '../shop/events.ts';
import type { BadLine, BadLineReason } from './bad-lines.ts';
import { createBusyTimer, type BusyTimer } from './busy-time.ts';
import { createPace } from './pace.ts';
import { readInWorker } from './read-in-worker.ts';
import type { Listing, OpenEnd, SalesBatch, SalesEvent, SalesReader } from './read-sales.ts';
import { SalesFileError } from './sales-file-error.ts';
import { nextSlice } from './slices.ts';
import { createTrueListings } from './true-listings.ts';

/** The progress of an import. */
export interface ImportProgress {
  /** Bytes of the file that are done, of all. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly lines: number;
  readonly invoices: number;
  readonly elapsedMs: number;
  readonly linesPerSecond: number;
  /** Undefined until there is enough data to estimate it. */
  readonly msLeft: number | undefined;
}

export interface Tally {
  readonly added: number;
  /** Invoices already in the shop with the same content. */
  readonly duplicates: number;
}

/** The result of an import, however it ended: what it added stays, and the same file then adds only the rest. */
export interface ImportReport {
  readonly outcome: 'complete' | 'cancelled' | 'failed';
  /** The error of a failed import. */
  readonly error?: SalesFileError;
  readonly lines: number;
  readonly invoices: Tally;
  /** Listings of products. A product is listed again when its name or price appears later. */
  readonly listings: Tally;
  readonly badLines: {
    readonly total: number;
    readonly byReason: Readonly<Partial<Record<BadLineReason, number>>>;
    /** The first {@link MAX_BAD_LINES}, by line. */
    readonly first: readonly BadLine[];
  };
  /** Set when the last line has no line break, so the file may have been cut short. */
  readonly openEnd?: OpenEnd;
  readonly elapsedMs: number;
}

/** The part of a shop's store that an import needs. */
export type ImportTarget = Pick<Shop, 'import'>;

export interface ImportOptions {
  /** CSV, plain or gzipped. */
  readonly file: Blob;
  readonly store: ImportTarget;
  /** Cancels at any time. Imported sales stay. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Reads the file. The default reads it in a worker. */
  readonly read?: SalesReader;
  /** Milliseconds on any clock. */
  readonly now?: () => number;
  /** Measures how long importing a slice blocks the page. */
  readonly busy?: BusyTimer;
}

export const MAX_BAD_LINES = 1_000;

/**
 * Imports a shop's sales from a file into the store, in slices that keep the page responsive. A fault of the file and a
 * cancellation are outcomes in the report. An error of the store (closed, storage full) rejects. The whole file is
 * checked before the first progress.
 */
export async function importSales(options: ImportOptions): Promise<ImportReport> {
  const {
    file,
    store,
    signal,
    onProgress,
    read = readInWorker,
    now = () => performance.now(),
    busy = createBusyTimer(),
  } = options;
  const startedMs = now();
  let importingSinceMs: number | undefined;
  const pace = createPace({ targetMs: 24, start: 300, min: 300, max: 5_000 });
  const breath = createBreath();
  const first: BadLine[] = [];
  const byReason: Partial<Record<BadLineReason, number>> = {};
  const trueListings = createTrueListings();
  let badTotal = 0;
  let lines = 0;
  let invoices: Tally = { added: 0, duplicates: 0 };
  let listings: Tally = { added: 0, duplicates: 0 };
  let openEnd: OpenEnd | undefined;

  const noteBad = (bad: BadLine): void => {
    badTotal += 1;
    byReason[bad.reason] = (byReason[bad.reason] ?? 0) + 1;
    if (first.length < MAX_BAD_LINES) first.push(bad);
  };

  /** Imports until all events are in, or the signal aborts. */
  async function bring(events: readonly SalesEvent[]): Promise<void> {
    for (let at = 0; at < events.length && signal?.aborted !== true;) {
      const { slice, weight } = nextSlice(events, at, pace.units);
      const { busyMs } = await busy(() => bringSlice(slice));
      pace.took(weight, busyMs);
      at += slice.length;
      await breath.take();
    }
  }

  /** Imports invoices first: only accepted ones name and price products. */
  async function bringSlice(slice: readonly SalesEvent[]): Promise<void> {
    const result = await add(slice);
    invoices = sumOf(invoices, result);
    const refused = new Map(result.refused.map(({ index, error }) => [index, error]));
    const listed: Listing[] = [];
    for (const [index, invoice] of slice.entries()) {
      const error = refused.get(index);
      if (error === undefined) {
        for (const listing of trueListings.of(invoice)) listed.push(listing);
      } else {
        trueListings.refuse(invoice);
        noteBad(refusal(invoice, error));
      }
    }
    if (listed.length === 0) return;
    const ofListings = await add(listed);
    listings = sumOf(listings, ofListings);
    for (const { index, error } of ofListings.refused) noteBad(refusal(listed[index]!, error));
  }

  const add = (events: readonly Pick<SalesEvent, 'event'>[]): ReturnType<ImportTarget['import']> =>
    store.import(
      events.map(({ event }) => event),
      { source: 'sales-file' },
    );

  function tellProgress({ bytesRead, bytesTotal }: SalesBatch): void {
    // The check before the first batch does not predict the speed of the rest.
    const nowMs = now();
    const importingMs = nowMs - (importingSinceMs ?? nowMs);
    onProgress?.({
      bytesRead,
      bytesTotal,
      lines,
      invoices: invoices.added + invoices.duplicates,
      elapsedMs: nowMs - startedMs,
      linesPerSecond: importingMs > 0 ? (lines / importingMs) * 1_000 : 0,
      msLeft: bytesRead > 0 ? (importingMs / bytesRead) * (bytesTotal - bytesRead) : undefined,
    });
  }

  const report = (outcome: ImportReport['outcome'], error?: SalesFileError): ImportReport => ({
    outcome,
    ...(error !== undefined && { error }),
    ...(openEnd !== undefined && { openEnd }),
    lines,
    invoices,
    listings,
    badLines: { total: badTotal, byReason, first: first.sort((a, b) => a.line - b.line) },
    elapsedMs: now() - startedMs,
  });

  try {
    for await (const batch of read(file, signal)) {
      importingSinceMs ??= now();
      batch.badLines.forEach(noteBad);
      await bring(batch.invoices);
      if (signal?.aborted === true) break;
      lines = batch.linesRead;
      ({ openEnd } = batch);
      tellProgress(batch);
    }
    return report(signal?.aborted === true ? 'cancelled' : 'complete');
  } catch (error) {
    if (error instanceof SalesFileError) return report('failed', error);
    throw error;
  } finally {
    breath.close();
  }
}

/** The ids of invoices derive from their numbers, so a conflict of ids is a conflict of invoices. */
function refusal({ event: { data }, line }: Pick<SalesEvent, 'event' | 'line'>, { code }: RefoldError): BadLine {
  if (!('orderId' in data)) return { line, reason: 'refused', found: 'sku' in data ? data.sku : '' };
  const reason = code === 'event.id_conflict' ? 'conflict' : code === 'event.limit' ? 'too-large' : 'refused';
  return { line, reason, found: data.orderId };
}

const sumOf = (tally: Tally, more: Tally): Tally => ({
  added: tally.added + more.added,
  duplicates: tally.duplicates + more.duplicates,
});

/**
 * Lets the page draw and respond between slices. It posts messages, because hidden tabs slow timers down to a second.
 */
function createBreath(): { take(): Promise<void>; close(): void } {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  return {
    take: () =>
      new Promise((resolve) => {
        port1.addEventListener('message', () => resolve(), { once: true });
        port2.postMessage(0);
      }),
    close: () => port1.close(),
  };
}
