import { createStore, memoryLog } from '@refold/core';
import { exportLog, memoryStaging } from '@refold/core/files';
import { expect, it, vi } from 'vitest';
import { receiveStock } from '../../shop/catalogue-commands.ts';
import { shopEvents, type Shop } from '../../shop/events.ts';
import { products } from '../../shop/products.ts';
import { seedCatalogue } from '../../shop/seed-catalogue.ts';
import { shopCommands, shopViews } from '../../shop/shop.ts';
import { createBackupSession } from './backup-session.ts';
import { createImportMarks } from './import-marks.ts';

async function openShop(): Promise<Shop> {
  const log = memoryLog('shop', { staging: memoryStaging });
  const shop = createStore({ events: shopEvents, views: shopViews, commands: shopCommands, log });
  await shop.ready;
  return shop;
}

it('[DATA-1] loads a backup with no page on show, and keeps what came of it', async () => {
  const one = await openShop();
  await one.import(seedCatalogue(), { source: 'seed' });
  one.run(receiveStock, { sku: [...one.get(products)][0]!.sku, qty: 3 });
  const file = new File([await new Response(exportLog(one)).blob()], 'shop.ndjson');
  const marks = createImportMarks({ storage: undefined, locks: undefined });
  const other = await openShop();
  const backups = createBackupSession(other, marks);
  backups.load(file);
  expect(backups.state()).toMatchObject({ phase: 'loading' });
  await vi.waitFor(() => expect(backups.state()).toMatchObject({ phase: 'loaded', result: { missing: 0 } }));
  expect(other.get(products).size).toBe(one.get(products).size);
});

it('says in words what is wrong with a file, and that it was cancelled', async () => {
  const backups = createBackupSession(await openShop(), createImportMarks({ storage: undefined, locks: undefined }));
  backups.load(new File(['a,b\n'], 'menu.csv'));
  await vi.waitFor(() => expect(backups.state()).toMatchObject({ phase: 'fault' }));
  expect(backups.state()).toEqual({ phase: 'fault', words: 'This is not a Till backup. Nothing was added.' });
  backups.load(new File(['a,b\n'], 'menu.csv'));
  backups.cancel();
  await vi.waitFor(() => expect(backups.state()).toEqual({ phase: 'cancelled' }));
});
