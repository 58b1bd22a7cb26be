import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { csvFile, goTo, openTill, order, resultOf, sell } from './till.ts';

test('[LOG-7] a backup loads a shop on another device, and adds nothing the second time', async ({ page, browser }) => {
  await openTill(page);
  const label = await sell(page, 'Mocha');
  await goTo(page, 'data');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^till-log-\d{4}-\d\d-\d\d\.ndjson\.gz$/);
  const bytes = readFileSync(await file.path());
  const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
  expect(JSON.parse(lines[0]!)).toMatchObject({ format: 'refold-log', number: 1, events: lines.length - 1 });

  const other = await (await browser.newContext()).newPage();
  await openTill(other, 'data');
  const backup = (text: string) => ({ name: 'b.gz', mimeType: 'application/gzip', buffer: gzipSync(text) });
  const load = other.getByLabel('Load a backup');
  await load.setInputFiles(backup([...lines, '{"id":'].join('\n')));
  await expect(resultOf(other, 'Lines skipped')).toHaveText('1');
  await expect(other.getByRole('list', { name: 'Lines skipped' }).getByRole('listitem')).toHaveText(
    new RegExp(`^Line ${lines.length + 1}: `),
  );
  const added = Number(await resultOf(other, 'Entries added').textContent());
  expect(added).toBeGreaterThan(0);
  await load.setInputFiles(backup(lines.join('\n')));
  await expect(resultOf(other, 'Entries added')).toHaveText('0');
  await goTo(other, 'orders');
  await expect(order(other, label)).toBeVisible();
  await other.reload();
  await expect(order(other, label)).toBeVisible();
});

test('[LOG-7] a file that is not a backup is refused with a message', async ({ page }) => {
  await openTill(page, 'data');
  await page.getByLabel('Load a backup').setInputFiles(csvFile('InvoiceNo,StockCode\n'));
  await expect(page.getByRole('alert')).toHaveText('This is not a Till backup. Nothing was added.');
});

test('[WORDS-1] a damaged backup and a name that is too long are refused in plain words', async ({ page }) => {
  await openTill(page, 'data');
  const buffer = Buffer.concat([Buffer.from([0x1f, 0x8b, 0x63]), Buffer.alloc(200, 7)]);
  await page.getByLabel('Load a backup').setInputFiles({ name: 'b.gz', mimeType: 'application/gzip', buffer });
  await expect(page.getByRole('alert')).toHaveText(/^The file is damaged or cut short, so nothing was imported\./);

  await goTo(page, 'stock');
  await page.getByRole('button', { name: 'New product' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Pencil');
  await page.getByRole('textbox', { name: 'Code' }).fill('PEN');
  await page.getByLabel('Price').fill('1');
  await page.getByLabel('Category').fill('x'.repeat(60));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('A category has at most 40 characters.');
});

test('[DATA-1] a backup continues to load while a person uses another page', async ({ page }) => {
  await openTill(page, 'data');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const buffer = readFileSync(await (await saving).path());
  const load = page.getByLabel('Load a backup');
  await load.evaluate(
    (field: HTMLInputElement, bytes) => {
      const files = new DataTransfer();
      files.items.add(new File([Uint8Array.from(bytes)], 'b.gz'));
      field.files = files.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
      location.hash = '#/sell';
    },
    [...buffer],
  );
  await expect(page.getByRole('heading', { name: 'Sell' })).toBeVisible();
  const ended = page.getByRole('link', { name: 'Import ended' });
  await ended.click();
  await expect(resultOf(page, 'Entries added')).toHaveText('0');
  await goTo(page, 'sell');
  await expect(page.getByRole('heading', { name: 'Sell' })).toBeVisible();
  await expect(ended).toBeHidden();
});
