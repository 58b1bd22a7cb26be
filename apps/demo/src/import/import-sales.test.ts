import { createStore, memoryLog } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { customers } from '../shop/customers.ts';
import { shopEvents, type Shop } from '../shop/events.ts';
import { totals } from '../shop/periods.ts';
import { products } from '../shop/products.ts';
import { allMonths, topProducts } from '../shop/queries.ts';
import { shopViews } from '../shop/shop.ts';
import { describeBadLine } from './bad-lines.ts';
import type { BusyTimer } from './busy-time.ts';
import { importSales, MAX_BAD_LINES, type ImportOptions, type ImportProgress } from './import-sales.ts';
import { readSales } from './read-sales.ts';
import { sampleSales, type SampleFigures } from './sample-file.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

async function openShop(log = memoryLog()): Promise<Shop> {
  const shop = createStore({ events: shopEvents, views: shopViews, log });
  await shop.ready;
  return shop;
}

const importText = (store: ImportOptions['store'], csv: string, more: Partial<ImportOptions> = {}) =>
  importSales({ file: new Blob([csv]), store, read: readSales, ...more });

function expectFigures(shop: Shop, figures: SampleFigures): void {
  expect(shop.get(totals())).toMatchObject({
    lines: figures.lines - figures.badLines.length,
    orders: figures.sales,
    cancellations: figures.cancellations,
    adjustments: figures.adjustments,
    netPence: figures.netPence,
  });
  expect(shop.get(customers).size).toBe(figures.customers);
  const months = shop.get(allMonths()).map(({ month, netPence }) => [month, netPence] as const);
  expect(Object.fromEntries(months)).toEqual(figures.penceByMonth);
  const all = [...shop.get(products)];
  expect(Object.fromEntries(all.map(({ sku, netPence }) => [sku, netPence]))).toEqual(figures.penceBySku);
  expect(Object.fromEntries(all.map(({ sku, sold }) => [sku, sold]))).toEqual(figures.itemsBySku);
  const best = Object.values(figures.penceBySku).sort((a, b) => b - a);
  expect(shop.get(topProducts(5)).map(({ netPence }) => netPence)).toEqual(best.slice(0, 5));
}

describe('importing sales', () => {
  it('imports the figures that the file was made with, and keeps them after a reload', async () => {
    const log = memoryLog();
    const shop = await openShop(log);
    const { csv, figures } = sampleSales({ invoices: 400, isFaulty: true });
    const report = await importText(shop, csv);
    expect(report).toMatchObject({
      outcome: 'complete',
      lines: figures.lines,
      invoices: { added: figures.invoices, duplicates: 0 },
      badLines: { total: figures.badLines.length },
    });
    expect(report.badLines.first.map(({ line, reason }) => ({ line, reason }))).toEqual(figures.badLines);
    expectFigures(shop, figures);
    expectFigures(await openShop(log), figures);
  });

  it('adds nothing when the same file comes again', async () => {
    const shop = await openShop();
    const { csv, figures } = sampleSales({ invoices: 200 });
    const first = await importText(shop, csv);
    expect(await importText(shop, csv)).toMatchObject({
      outcome: 'complete',
      invoices: { added: 0, duplicates: figures.invoices },
      listings: { added: 0, duplicates: first.listings.added },
      badLines: { total: 0 },
    });
    expectFigures(shop, figures);
  });

  it('tracks no stock of imported products', async () => {
    const shop = await openShop();
    await importText(shop, sampleSales({ invoices: 20 }).csv);
    expect([...shop.get(products)]).not.toHaveLength(0);
    for (const product of shop.get(products)) expect(product).not.toHaveProperty('stock');
  });

  it('keeps an existing invoice, and reports the line where the file differs', async () => {
    const shop = await openShop();
    await importText(shop, `${HEADER}1,a,TEA,2,2011-01-01 10:00:00,1.5,,France\n`);
    const report = await importText(
      shop,
      `${HEADER}2,a,CHAI,2,2011-01-01 09:00:00,1.5,,France\n1,a,CHAI,9,2011-01-01 10:00:00,1.5,,France\n`,
    );
    expect(report).toMatchObject({
      outcome: 'complete',
      invoices: { added: 1, duplicates: 0 },
      listings: { added: 1 },
    });
    expect(report.badLines.first.map(describeBadLine)).toEqual([
      'Line 3: invoice 1, which begins here, is already in the shop with other content, and was not changed.',
    ]);
    expect(shop.get(products).get('a')).toMatchObject({ name: 'TEA', sold: 4 });
  });

  it('[SALES-4] takes no name and no price from a refused invoice', async () => {
    const shop = await openShop();
    await importText(shop, `${HEADER}1,a,TEA,2,2011-01-01 10:00:00,1.5,,France\n`);
    const report = await importText(shop, `${HEADER}1,a,CHAI,9,2011-01-01 10:00:00,4.5,,France\n`);
    expect(report).toMatchObject({
      invoices: { added: 0 },
      listings: { added: 0 },
      badLines: { byReason: { conflict: 1 } },
    });
    expect(shop.get(products).get('a')).toMatchObject({ name: 'TEA', mills: 1_500 });
  });

  it('[SALES-4] lists a product from the first accepted invoice, at its price', async () => {
    const shop = await openShop();
    await importText(shop, `${HEADER}1,z,OLD,1,2011-01-01 10:00:00,1,,\n`);
    const csv = `${HEADER}1,a,TEA,1,2011-01-01 10:00:00,9,,\n2,a,,1,2011-01-02 10:00:00,0,,\n3,a,,1,2011-01-03 10:00:00,2,,\n`;
    expect(await importText(shop, csv)).toMatchObject({ invoices: { added: 2 }, listings: { added: 2 } });
    expect(shop.get(products).get('a')).toMatchObject({ name: 'TEA', mills: 2_000, sold: 2 });
    expect(await importText(shop, csv)).toMatchObject({
      invoices: { duplicates: 2 },
      listings: { added: 0, duplicates: 2 },
    });
  });

  it('imports an invoice of 705 lines, and skips one that is too large for an event', async () => {
    const shop = await openShop();
    const line = (no: string, i: number): string => `${no},S${i}-${'x'.repeat(20)},TEA,2,2011-01-01 10:00:00,1.5,,\n`;
    const invoice = (no: string, lines: number): string =>
      Array.from({ length: lines }, (_, i) => line(no, i)).join('');
    const report = await importText(shop, HEADER + invoice('1', 705) + invoice('2', 4_000));
    expect(report).toMatchObject({
      invoices: { added: 1 },
      badLines: { total: 1, first: [{ line: 707, reason: 'too-large' }] },
    });
    expect(shop.get(totals())).toMatchObject({ orders: 1, lines: 705 });
  });

  it('lists a limited number of bad lines, and counts them all', async () => {
    const shop = await openShop();
    const { badLines } = await importText(shop, HEADER + '1,a,TEA,many,2011-01-01 10:00:00,1.5,,\n'.repeat(1_500));
    expect(badLines.total).toBe(1_500);
    expect(badLines.first).toHaveLength(MAX_BAD_LINES);
  });

  it('reports how far it is, how fast, and the time left', async () => {
    const shop = await openShop();
    const seen: ImportProgress[] = [];
    let ms = 0;
    const { csv } = sampleSales({ invoices: 2_000 });
    await importText(shop, csv, { onProgress: (progress) => seen.push(progress), now: () => (ms += 10) });
    expect(seen.length).toBeGreaterThan(2);
    for (const { bytesRead, bytesTotal, lines, elapsedMs, linesPerSecond, msLeft } of seen) {
      const importingMs = (lines / linesPerSecond) * 1_000;
      // The time before the first batch does not count.
      expect(importingMs).toBeLessThan(elapsedMs);
      expect(msLeft).toBeCloseTo((importingMs * (bytesTotal - bytesRead)) / bytesRead);
    }
    expect(seen.at(-1)).toMatchObject({ bytesRead: new Blob([csv]).size, msLeft: 0 });
  });

  it('can be cancelled: imported sales stay, and importing again adds the rest', async () => {
    const shop = await openShop();
    const { csv, figures } = sampleSales({ invoices: 2_000 });
    const controller = new AbortController();
    const report = await importText(shop, csv, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(report.outcome).toBe('cancelled');
    expect(report.invoices.added).toBeGreaterThan(0);
    expect(report.invoices.added).toBeLessThan(figures.invoices);
    expect(shop.get(totals()).orders).toBeLessThan(figures.sales);
    expect(await importText(shop, csv)).toMatchObject({
      outcome: 'complete',
      invoices: { added: figures.invoices - report.invoices.added, duplicates: report.invoices.added },
    });
    expectFigures(shop, figures);
  });

  it('does nothing when it was cancelled before it began', async () => {
    const shop = await openShop();
    const report = await importText(shop, sampleSales().csv, { signal: AbortSignal.abort() });
    expect(report).toMatchObject({ outcome: 'cancelled', invoices: { added: 0 }, listings: { added: 0 } });
  });

  it('of a file that cannot be read to its end reports this, and what it imported before', async () => {
    const shop = await openShop();
    const { csv } = sampleSales({ invoices: 2_000 });
    const report = await importText(shop, csv.slice(0, csv.lastIndexOf(',') - 12));
    expect(report).toMatchObject({ outcome: 'failed', error: { code: 'cut-short' } });
    expect(report.invoices.added).toBeGreaterThan(0);
    expect(await importText(shop, 'a,b\n')).toMatchObject({ outcome: 'failed', error: { code: 'missing-columns' } });
  });

  it('rejects when the store rejects', async () => {
    const shop = await openShop();
    await shop.close();
    await expect(importText(shop, sampleSales().csv)).rejects.toMatchObject({ code: 'store.closed' });
  });

  it('goes in slices as large as the pace allows, and at least one event', async () => {
    const shop = await openShop();
    const { figures, csv } = sampleSales({ invoices: 2_000 });
    const slices: number[][] = [];
    const store: ImportOptions['store'] = {
      import(events, options) {
        slices.push(events.map(({ data }) => ('lines' in data ? data.lines.length : 0)));
        return shop.import(events, options);
      },
    };
    // A device on which every slice takes far too long.
    const busy: BusyTimer = async (work) => ({ result: await work(), busyMs: 1_000 });
    await importText(store, csv + `BIG,a,TEA,1,2025-06-01 10:00:00,1,,\n`.repeat(700), { busy });
    const lines = slices.map((slice) => slice.reduce((sum, n) => sum + n, 0));
    expect(lines.filter((n) => n > 300)).toEqual([700]);
    expect(slices.find((slice) => slice.includes(700))).toEqual([700]);
    expect(shop.get(totals())).toMatchObject({ orders: figures.sales + 1, lines: figures.lines + 700 });
  });
});
