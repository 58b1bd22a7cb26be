import { createStore, memoryLog } from '@refold/core';
import type { EventLog } from '@refold/core/log';
import { exportLog } from '@refold/core/files';
import { expect, it } from 'vitest';
import { basketEvents } from '../shop/basket-events.ts';
import { addToBasket, basket, basketCommands, basketViews } from '../shop/basket.ts';
import { receiveStock } from '../shop/catalogue-commands.ts';
import { shopEvents, type Shop } from '../shop/events.ts';
import { products } from '../shop/products.ts';
import { seedCatalogue } from '../shop/seed-catalogue.ts';
import { shopCommands, shopViews } from '../shop/shop.ts';
import { createBackupSession } from './backup-session.ts';
import { createImportMarks } from './import-marks.ts';
import { unsavedFile } from './log-file.ts';

async function openShop(): Promise<Shop> {
  const log = memoryLog('shop');
  const shop = createStore({ events: shopEvents, views: shopViews, commands: shopCommands, log });
  await shop.ready;
  return shop;
}

async function openBasket(log: EventLog = memoryLog('basket')) {
  const store = createStore({ events: basketEvents, views: basketViews, commands: basketCommands, log });
  await store.ready;
  return store;
}

it('[DATA-1] loads a backup while no page shows it, and keeps the result', async () => {
  const one = await openShop();
  await one.import(seedCatalogue(), { source: 'seed' });
  one.run(receiveStock, { sku: [...one.get(products)][0]!.sku, qty: 3 });
  const file = new File([await new Response(exportLog(one)).blob()], 'shop.ndjson');
  const marks = createImportMarks({ storage: undefined, locks: undefined });
  const other = await openShop();
  const backups = createBackupSession({ shop: other, basket: await openBasket() }, marks);
  backups.load(file);
  expect(backups.state()).toMatchObject({ phase: 'loading' });
  await expect.poll(() => backups.state()).toMatchObject({ phase: 'loaded', result: { missing: 0 } });
  expect(other.get(products).size).toBe(one.get(products).size);
});

it('[UI-7] saves the unsaved basket to a file, and loads such a file into the basket', async () => {
  // It never answers, so nothing is ever saved.
  const old = await openBasket({ ...memoryLog('basket'), append: () => new Promise(() => {}) });
  old.run(addToBasket, { sku: 'tea', qty: 2 });
  const file = await unsavedFile({ shop: await openShop(), basket: old }, new Date('2026-03-01'));
  expect(file.name).toBe('till-basket-2026-03-01.ndjson.gz');
  const stores = { shop: await openShop(), basket: await openBasket() };
  const backups = createBackupSession(stores, createImportMarks({ storage: undefined, locks: undefined }));
  backups.load(file);
  await expect.poll(() => backups.state()).toMatchObject({ phase: 'loaded', result: { added: 1 } });
  expect(stores.basket.get(basket).lines).toEqual([{ sku: 'tea', qty: 2 }]);
  expect(stores.shop.status).toMatchObject({ skipped: 0 });
});

it('keeps the reason for a refused file, and reports a cancelled load', async () => {
  const backups = createBackupSession(
    { shop: await openShop(), basket: await openBasket() },
    createImportMarks({ storage: undefined, locks: undefined }),
  );
  backups.load(new File(['a,b\n'], 'menu.csv'));
  await expect.poll(() => backups.state()).toMatchObject({ phase: 'fault', fault: { code: 'file.not_a_log' } });
  backups.load(new File(['a,b\n'], 'menu.csv'));
  backups.cancel();
  await expect.poll(() => backups.state()).toEqual({ phase: 'cancelled' });
});
