import { createStore } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import { expect, it } from 'vitest';
import { importSales } from '../import/import-sales.ts';
import { readSales } from '../import/read-sales.ts';
import { orderWithNames } from '../ui/orders/order-with-names.ts';
import { listProduct } from './catalogue-commands.ts';
import { shopEvents } from './events.ts';
import { placeOrder } from './order-commands.ts';
import { products } from './products.ts';
import { categories } from './queries.ts';
import { shopCommands, shopViews } from './shop.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

async function openShop() {
  const shop = createStore({ events: shopEvents, views: shopViews, commands: shopCommands, source: 'till' });
  await shop.ready;
  const load = (line: string) => importSales({ file: new Blob([`${HEADER}${line}\n`]), store: shop, read: readSales });
  await load('1,T,TEA,2,2026-01-01 10:00:00,1.50,,');
  const tea = () => shop.get(products).get('T');
  const edit = (change: { name?: string; mills?: number; category?: string }, at = '2026-03-01T09:00:00') =>
    shop.run(listProduct, { sku: 'T', name: tea()!.name, mills: tea()!.mills, ...change, at });
  return { shop, load, tea, edit };
}

it('[BOOKS-3] a file never changes a product that was edited by hand, however late its sales are', async () => {
  const { load, tea, edit } = await openShop();
  edit({ name: 'Chai', mills: 2_500, category: 'Drinks' });
  await load('2,T,TEA NEW,1,2026-09-01 10:00:00,9.99,,');
  expect(tea()).toMatchObject({ name: 'Chai', mills: 2_500, category: 'Drinks', sold: 3 });
  edit({ category: '' }, '2026-03-02T09:00:00');
  expect(tea()!.category).toBeUndefined();
});

it('[BOOKS-3] a file does not change a product that was added by hand', async () => {
  const { shop, load } = await openShop();
  shop.run(listProduct, { sku: 'M', name: 'Mug', mills: 4_000, at: '2026-02-01T09:00:00' });
  await load('3,M,MUG BLUE,1,2026-09-01 10:00:00,9.99,,');
  expect(shop.get(products).get('M')).toMatchObject({ name: 'Mug', mills: 4_000 });
});

it('[BOOKS-3] a sale keeps the price and name that the product had then', async () => {
  const { shop, load, tea, edit } = await openShop();
  const sell = (at: string): string => {
    const outcome = shop.run(placeOrder, { at, lines: [{ sku: 'T', qty: 1 }] });
    return outcome.ok ? outcome.events[0]!.data.orderId : '';
  };
  const before = sell('2026-02-01T09:00:00');
  edit({ name: 'Chai', mills: 2_500 });
  const after = sell('2026-04-01T09:00:00');
  await load('2,T,TEA NEW,1,2026-05-01 10:00:00,9.99,,');
  const late = sell('2026-06-01T09:00:00');
  const shown = (id: string) => shop.get(orderWithNames(id))!.lines.map(({ name, pence }) => [name, pence]);
  expect([before, after, late].flatMap(shown)).toEqual([
    ['TEA', 150],
    ['Chai', 250],
    ['Chai', 250],
  ]);
  expect(tea()).toMatchObject({ sold: 6 });
});

it('[BOOKS-3] an edit can be undone, and has a label', async () => {
  const { shop, tea, edit } = await openShop();
  const undo = createUndo(shop);
  edit({ name: 'Chai' });
  expect(undo.state.undoLabel).toBe('Rename TEA to Chai');
  edit({ mills: 2_500 });
  expect(undo.state.undoLabel).toBe('Price Chai at £2.50');
  edit({ category: 'Drinks' });
  expect(undo.state.undoLabel).toBe('Edit Chai');
  for (let times = 0; times < 3; times += 1) undo.undo();
  expect(tea()).toMatchObject({ name: 'TEA', mills: 1_500 });
  expect(shop.get(categories())).toEqual([]);
});
