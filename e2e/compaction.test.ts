import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sampleSales } from '../apps/demo/src/import/sample-file.ts';
import { banner, count, csvFile, goTo, importEnds, openTill, order, pickFile, sell } from './till.ts';

/** More orders than undo keeps, from a year that is long past. */
const INVOICES = 1_800;
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

test('[LOG-8] [BOOKS-5] old history is deleted after a dialog says what goes; its results stay', async ({ page }) => {
  await openTill(page, 'data');
  const { csv } = sampleSales({ invoices: INVOICES });
  await pickFile(page, csvFile(csv));
  await importEnds(page, 'complete');
  await goTo(page, 'sell');
  const label = await sell(page, 'Mocha');
  await goTo(page, 'data');
  const orders = page.locator('[data-fact="orders"] dd');
  const total = count(INVOICES + 1);
  await expect(orders).toHaveText(total);

  await page.getByRole('button', { name: 'Delete old history…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete old history?' });
  await dialog.getByLabel('Keep the last').selectOption('90 days');
  await expect(dialog.getByText(`${count(INVOICES)} orders are from before that day.`)).toBeVisible();
  await expect(dialog.getByText('History and undo will start there')).toBeVisible();
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    expect.soft((await new AxeBuilder({ page }).analyze()).violations, device).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`asked-${device}.png`) });
  }
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save a backup first' }).click();
  const whole = await headerOf(await saving);
  expect(whole.floor).toBeUndefined();

  await dialog.getByRole('button', { name: 'Delete old history' }).click();
  const told = page.getByTestId('dropped');
  await expect(told).toHaveText(/^Deleted [\d,]+ old entries\. .* Till kept the latest entries/);
  await expect(dialog).toBeHidden();
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await told.scrollIntoViewIfNeeded();
    expect.soft((await new AxeBuilder({ page }).analyze()).violations, device).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`dropped-${device}.png`) });
  }
  const dropped = Number(/[\d,]+/.exec((await told.textContent())!)![0].replaceAll(',', ''));
  expect(dropped).toBeGreaterThan(0);

  await page.setViewportSize(SIZES.desktop);
  await page.reload();
  await expect(orders).toHaveText(total);
  const savingRest = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const rest = await headerOf(await savingRest);
  expect(rest).toEqual({ ...whole, floor: dropped, events: whole.events - dropped, at: rest.at });
  // The rest of the history can be viewed, and undone.
  await goTo(page, 'orders');
  await order(page, label).click();
  await page.getByRole('button', { name: 'Void this order' }).click();
  await page.getByRole('button', { name: 'Void the order' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('button', { name: 'Previous sale' }).click();
  await expect(banner(page)).toBeVisible();
  await expect(page.getByText('Older history was deleted on this device.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Imported sales' })).toHaveCount(0);
  // At every time that is chosen, the page shows the shop without a fault.
  const slider = page.getByRole('slider', { name: 'Time to look at' });
  const { x, y, width, height } = (await slider.boundingBox())!;
  for (const share of [0.01, 0.3, 0.6, 0.98]) {
    await page.mouse.click(x + share * width, y + height / 2);
    await expect(page.getByRole('progressbar', { name: 'Reading the past' })).toHaveCount(0);
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await page.screenshot({ path: test.info().outputPath(`past-${device}.png`) });
  }
});

interface Header {
  readonly position: number;
  readonly events: number;
  readonly floor?: number;
  readonly at: string;
}

async function headerOf(download: { path: () => Promise<string> }): Promise<Header> {
  const text = gunzipSync(readFileSync(await download.path())).toString();
  return JSON.parse(text.slice(0, text.indexOf('\n'))) as Header;
}
