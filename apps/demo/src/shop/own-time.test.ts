import { createStore } from '@refold/core';
import { createTimeline } from '@refold/core/history';
import { expect, it } from 'vitest';
import { importSales } from '../import/import-sales.ts';
import { readSales } from '../import/read-sales.ts';
import { sampleSales } from '../import/sample-file.ts';
import { orders } from './orders.ts';
import { ownTime } from './own-time.ts';
import { totals } from './periods.ts';
import { products } from './products.ts';
import { allMonths, productCount, topProducts } from './queries.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { shopEvents } from './events.ts';
import { shopCommands, shopViews } from './shop.ts';
import { placeOrder } from './order-commands.ts';

const [header = '', ...lines] = sampleSales({ invoices: 200 }).csv.split(/\n(?=[AC]?7\d{5},)/);
const fileOf = (records: readonly string[]): Blob => new Blob([[header, ...records].join('\n').trimEnd(), '\n']);
const timeOf = (record: string): string => (/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(record)?.[0] ?? '').replace(' ', 'T');

async function shopWith(...files: readonly Blob[]) {
  const shop = createStore({ events: shopEvents, views: shopViews, commands: shopCommands, source: 'till' });
  await shop.ready;
  await shop.import(seedCatalogue(), { source: 'seed' });
  // oxlint-disable-next-line no-await-in-loop -- one file after the other
  for (const file of files) await importSales({ file, store: shop, read: readSales });
  return shop;
}

/** The content of the pages, without helper fields. */
const looks = (shop: Awaited<ReturnType<typeof shopWith>>) => ({
  totals: shop.get(totals()),
  months: shop.get(allMonths()),
  orders: [...shop.get(orders)],
  products: [...shop.get(products)].map(({ sku, name, mills, sold, netPence, stock }) => [
    ...[sku, name, mills, sold, netPence, stock],
  ]),
  count: shop.get(productCount()),
  best: shop.get(topProducts(3)).map(({ sku }) => sku),
});

it('[BOOKS-4] the past of imported sales does not depend on the order of their files', async () => {
  // Splits between two invoices, so that each has all its lines on one side.
  const number = (record: string): string => record.split(',')[0] ?? '';
  const cut = lines.findIndex((_, i) => {
    const before = new Set(lines.slice(0, i).map(number));
    return i > 300 && !lines.slice(i).some((record) => before.has(number(record)));
  });
  const [early, late] = [fileOf(lines.slice(0, cut)), fileOf(lines.slice(cut))];
  const inOrder = await shopWith(early, late);
  const wrongOrder = await shopWith(late, early);
  // A sale made in between has a later time.
  wrongOrder.run(placeOrder, { at: '2026-05-01T09:30:00', lines: [{ sku: 'COF-ESP', qty: 1 }] });
  const times = [0.2, 0.5, 0.8, 0.99].map((share) => timeOf(lines[Math.floor(share * lines.length)] ?? ''));
  const timelines = [inOrder, wrongOrder].map((shop) => createTimeline(shop, { orderBy: ownTime }));
  for (const upTo of times) {
    // oxlint-disable-next-line no-await-in-loop -- one time after the other
    for (const timeline of timelines) await timeline.seek({ upTo });
    expect(looks(wrongOrder)).toEqual(looks(inOrder));
    expect(
      [...inOrder.get(orders)]
        .map(({ at }) => at)
        .sort()
        .at(-1),
    ).toBe(
      lines
        .map(timeOf)
        .filter((at) => at <= upTo)
        .sort()
        .at(-1),
    );
  }
});

it('[BOOKS-4] at a past day, the list has the products that were sold by then, and no others', async () => {
  const cell = (no: number, sku: string, at: string): string => `${no},${sku},TEA ${sku},1,${at} 10:00:00,1.5,,France`;
  const rest = [cell(3, 'c', '2011-03-03'), cell(4, 'a', '2011-03-04')];
  const shop = await shopWith(fileOf(rest), fileOf([cell(1, 'a', '2011-03-01'), cell(2, 'b', '2011-03-02')]));
  const timeline = createTimeline(shop, { orderBy: ownTime });
  const seen: [string, number, number][] = [];
  for (const day of ['2011-02-28', '2011-03-01', '2011-03-02', '2011-03-03', '2011-03-04']) {
    // oxlint-disable-next-line no-await-in-loop -- one day after the other
    await timeline.seek({ upTo: `${day}T23:59:59` });
    seen.push([day, shop.get(productCount()), shop.get(totals()).netPence]);
  }
  expect(seen).toEqual([
    ['2011-02-28', 0, 0],
    ['2011-03-01', 1, 150],
    ['2011-03-02', 2, 300],
    ['2011-03-03', 3, 450],
    ['2011-03-04', 3, 600],
  ]);
});
