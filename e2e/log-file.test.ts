import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { csvFile, goTo, openTill, order, resultOf, sell } from './till.ts';

test('[LOG-7] a shop is saved into a file and loaded on another device, once', async ({ page, browser }) => {
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
  await expect(resultOf(other, 'Lines left out')).toHaveText('1');
  await expect(other.getByRole('list', { name: 'Lines left out' }).getByRole('listitem')).toHaveText(
    new RegExp(`^Line ${lines.length + 1}: `),
  );
  const added = Number(await resultOf(other, 'Events added').textContent());
  expect(added).toBeGreaterThan(0);
  await load.setInputFiles(backup(lines.join('\n')));
  await expect(resultOf(other, 'Events added')).toHaveText('0');
  await goTo(other, 'orders');
  await expect(order(other, label)).toBeVisible();
  await other.reload();
  await expect(order(other, label)).toBeVisible();
});

test('[LOG-7] a file that is no backup is refused in words', async ({ page }) => {
  await openTill(page, 'data');
  await page.getByLabel('Load a backup').setInputFiles(csvFile('InvoiceNo,StockCode\n'));
  await expect(page.getByRole('alert')).toHaveText(/no backup/);
});
