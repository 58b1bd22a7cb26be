import { expect, test } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { sampleSales } from '../apps/demo/src/import/sample-file.ts';
import { count, csvFile, figure, goTo, importEnds, money, openTill, pickFile, resultOf } from './till.ts';

test('a sales file is imported with the right figures, and each bad line is listed by number', async ({ page }) => {
  const sample = sampleSales({ isFaulty: true });
  const { figures } = sample;
  await openTill(page, 'data');
  await pickFile(page, csvFile(sample.csv));
  await importEnds(page, 'complete');
  await expect(resultOf(page, 'Lines read')).toHaveText(count(figures.lines));
  await expect(resultOf(page, 'Invoices added')).toHaveText(count(figures.invoices));
  await expect(resultOf(page, 'Lines skipped')).toHaveText(count(figures.badLines.length));
  const bad = page.getByRole('list', { name: 'Lines skipped' }).getByRole('listitem');
  await expect(bad).toHaveText(figures.badLines.map(({ line }) => new RegExp(`^Line ${line}: .+\\.$`)));

  await page.getByRole('link', { name: 'See the figures' }).click();
  await expect(figure(page, 'Net revenue')).toHaveText(money(figures.netPence));
  await expect(figure(page, 'Sales')).toHaveText(count(figures.sales));
  await expect(figure(page, 'Cancellations')).toHaveText(count(figures.cancellations));
  await expect(figure(page, 'Adjustments')).toHaveText(count(figures.adjustments));
  await expect(figure(page, 'Bills')).toHaveText(count(figures.invoices));
  await expect(figure(page, 'Customers')).toHaveText(count(figures.customers));
  await page.getByText('Show the numbers').click();
  const months = page.getByRole('table', { name: 'Net revenue by month' }).locator('tbody td:nth-child(2)');
  await expect(months).toHaveText(Object.values(figures.penceByMonth).map(money));
});

test('[LOG-4] the same file adds nothing the second time, even gzipped or after a reload', async ({ page }) => {
  const { csv: text, figures } = sampleSales();
  await openTill(page, 'data');
  await pickFile(page, csvFile(text));
  await importEnds(page, 'complete');
  await page.reload();
  await pickFile(page, { name: 'sales.csv.gz', mimeType: 'application/gzip', buffer: gzipSync(text) });
  await importEnds(page, 'complete');
  await expect(page.getByRole('heading', { name: 'Nothing new in this file' })).toBeFocused();
  await expect(resultOf(page, 'Invoices added')).toHaveText('0');
  await expect(resultOf(page, 'Invoices already here')).toHaveText(count(figures.invoices));
  await expect(resultOf(page, 'Product changes')).toHaveText('0');
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Net revenue')).toHaveText(money(figures.netPence));
  await expect(figure(page, 'Bills')).toHaveText(count(figures.invoices));
});

test('a cancelled import keeps what it added; the same file then adds only the rest', async ({ page }) => {
  // Large enough to be cancelled on a quick machine, so it takes long on a slow one.
  test.setTimeout(400_000);
  const { csv: text, figures } = sampleSales({ invoices: 20_000 });
  const file = csvFile(text, 'large.csv');
  await openTill(page, 'data');
  await pickFile(page, file);
  await expect(page.getByRole('progressbar', { name: 'Importing large.csv' })).toBeVisible();
  await expect(page.locator('[data-progress="Rate"]')).toContainText('lines/s');
  await expect(page.locator('[data-progress="Time left"]')).toContainText('s');
  // The import continues while a person uses another page.
  await goTo(page, 'sell');
  await page.getByRole('link', { name: /^Importing \d+%$/ }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await importEnds(page, 'cancelled');
  const added = Number((await resultOf(page, 'Invoices added').textContent())?.replaceAll(',', ''));
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThan(figures.invoices);
  await expect(page.locator('[data-fact="orders"] dd')).toHaveText(count(added));

  await page.getByRole('button', { name: 'Import another file' }).click();
  await pickFile(page, file);
  await importEnds(page, 'complete', 300_000);
  await expect(resultOf(page, 'Invoices already here')).toHaveText(count(added));
  await expect(resultOf(page, 'Invoices added')).toHaveText(count(figures.invoices - added));
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Net revenue')).toHaveText(money(figures.netPence));
});

test('a file that is not a sales file is refused, with the reason', async ({ page }) => {
  await openTill(page, 'data');
  await pickFile(page, csvFile('Name,Price\nTea,2\n', 'menu.csv'));
  await importEnds(page, 'failed');
  await expect(page.getByRole('alert')).toContainText('InvoiceNo');
  await expect(page.locator('[data-result]')).toHaveCount(0);
});

test('[SALES-4] an import that adds nothing says what is wrong, and claims no success', async ({ page }) => {
  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
  const result = page.locator('[data-outcome]');
  await openTill(page, 'data');
  await pickFile(page, csvFile(`${header}1,T,Teapot,2,2011-01-01 10:00:00,12.50,,\n`));
  await importEnds(page, 'complete');
  await expect(result).toHaveAttribute('data-mood', 'good');

  const files = {
    dates: [`${header}2,T,Teapot,2,01/02/2011 10:00,99.00,,\n`, /dates do not look like/],
    conflict: [`${header}1,T,Teapot,7,2011-01-01 10:00:00,99.00,,\n`, /already in Till with other lines/],
  } as const;
  for (const [name, [text, advice]] of Object.entries(files)) {
    await page.getByRole('button', { name: /^(Import another|Choose another) file$/ }).click();
    await pickFile(page, csvFile(text));
    await expect(page.getByRole('heading', { name: 'No invoice was imported' })).toBeFocused();
    await expect(result).toHaveAttribute('data-mood', 'bad');
    await expect(result.getByRole('alert')).toHaveText(advice);
    await expect(result.getByRole('link', { name: 'See the figures' })).toHaveCount(0);
    await result.screenshot({ path: test.info().outputPath(`${name}.png`) });
  }
  await goTo(page, 'stock');
  await page.getByRole('searchbox').fill('Teapot');
  const found = page.getByRole('list', { name: 'Products' }).getByRole('listitem');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText('£12.50');
});

test('[DATA-1] leaving during an import asks first; the next visit says that the import stopped', async ({ page }) => {
  test.setTimeout(400_000);
  const file = csvFile(sampleSales({ invoices: 20_000 }).csv, 'large.csv');
  await openTill(page, 'data');
  await pickFile(page, file);
  await page.getByRole('link', { name: /^Importing [1-9]\d?%$/ }).waitFor();
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => setTimeout(() => location.assign('/')));
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.accept();

  await page.getByRole('link', { name: 'Import stopped' }).click();
  const notice = page.getByTestId('cut-off-sales');
  await expect(notice).toContainText(/The import of large\.csv stopped at [1-9]\d?% when its page was closed\./);
  for (const width of [390, 820, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: test.info().outputPath(`cut-off-${width}.png`) });
  }
  await pickFile(page, file);
  await expect(notice).toBeHidden();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await importEnds(page, 'cancelled');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Import sales' })).toBeVisible();
  await expect(notice).toBeHidden();
});
