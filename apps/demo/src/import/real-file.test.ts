import { existsSync, openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createStore } from '@refold/core';
import { expect, it } from 'vitest';
import { customers } from '../shop/customers.ts';
import { shopEvents } from '../shop/events.ts';
import { orders } from '../shop/orders.ts';
import { totals } from '../shop/periods.ts';
import { products } from '../shop/products.ts';
import { allMonths, topProducts } from '../shop/queries.ts';
import { shopViews } from '../shop/shop.ts';
import { importSales, type ImportProgress } from './import-sales.ts';
import { readSales } from './read-sales.ts';

/**
 * Nine months of a real shop's sales. The file is not part of the project. Where it exists, its known figures must
 * match.
 */
const path = fileURLToPath(new URL('../../../../../shared/data/online-retail-2010-12_2011-08.csv.gz', import.meta.url));
const isThere = existsSync(path);

it.skipIf(!isThere)(
  `the figures of a real file match${isThere ? '' : ' (skipped: there is no ../shared/data beside the project)'}`,
  { timeout: 120_000 },
  async () => {
    const store = createStore({ events: shopEvents, views: shopViews });
    await store.ready;
    const file = await openAsBlob(path);
    const progress: ImportProgress[] = [];
    const report = await importSales({ file, store, read: readSales, onProgress: (p) => progress.push(p) });

    expect(report).toMatchObject({
      outcome: 'complete',
      lines: 320_705,
      invoices: { added: 16_459, duplicates: 0 },
      listings: { duplicates: 0 },
      badLines: { total: 0 },
    });
    expect(progress.at(-1)).toMatchObject({ bytesRead: file.size, bytesTotal: file.size, lines: 320_705, msLeft: 0 });
    expect(store.get(totals())).toMatchObject({
      lines: 320_705,
      orders: 13_902,
      cancellations: 2_554,
      adjustments: 3,
      netPence: 576_193_138,
    });
    expect(store.get(orders).size).toBe(16_459);
    expect(store.get(products).size).toBe(3_774);
    expect([...store.get(products)].filter(({ name }) => name === '')).toHaveLength(112);
    expect(store.get(customers).size).toBe(3_360);
    expect(store.get(allMonths()).map(({ month, netPence }) => [month, netPence])).toEqual([
      ['2010-12', 74_895_702],
      ['2011-01', 56_000_026],
      ['2011-02', 49_806_265],
      ['2011-03', 68_326_708],
      ['2011-04', 49_320_712],
      ['2011-05', 72_333_351],
      ['2011-06', 69_112_312],
      ['2011-07', 68_130_011],
      ['2011-08', 68_268_051],
    ]);
    expect(store.get(topProducts(5)).map(({ sku, netPence }) => [sku, netPence])).toEqual([
      ['22423', 12_408_492],
      ['DOT', 11_633_486],
      ['47566', 8_307_801],
      ['85123A', 6_990_263],
      ['85099B', 6_065_756],
    ]);
    expect(store.get(products).get('85123A')).toMatchObject({ sold: 29_225 });
    // Two products: codes have case.
    expect(store.get(products).get('15056n')?.sold).not.toBe(store.get(products).get('15056N')?.sold);

    const before = [...store.get(products)];
    const again = await importSales({ file, store, read: readSales });
    expect(again).toMatchObject({
      outcome: 'complete',
      invoices: { added: 0, duplicates: 16_459 },
      listings: { added: 0, duplicates: report.listings.added },
      badLines: { total: 0 },
    });
    expect([...store.get(products)]).toEqual(before);
    await store.close();
  },
);
