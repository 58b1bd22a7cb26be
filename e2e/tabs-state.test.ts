import { expect, type Locator, type Page, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { add, addProduct, goTo, openTill, order, sell, tile } from './till.ts';

/** Opens Till in another tab of the same browser. */
async function openOther(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await openTill(other);
  return other;
}

const saveState = (page: Page): Locator => page.locator('[data-save]');
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'State of the till' });

/** Expects what the state of the till says about the open tabs. */
async function expectTabs(page: Page, words: string): Promise<void> {
  await saveState(page).click();
  await expect(dialog(page).locator('[data-fact="tabs"] dd')).toHaveText(words);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(dialog(page)).toBeHidden();
}

/** Deletes the data of the site, as the settings of a browser do. */
async function deleteData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
}

test('[TAB-3] [TILL-2] the state of the till says how many tabs are open, and which looks after the data', async ({
  page,
}) => {
  await openTill(page);
  await expectTabs(page, 'Only this tab');
  const other = await openOther(page);
  await expectTabs(page, '2 tabs. This tab looks after the data.');
  await expectTabs(other, '2 tabs. Another tab looks after the data.');
  await goTo(other, 'data');
  await expect(other.locator('.data [data-fact="tabs"] dd')).toHaveText('2 tabs. Another tab looks after the data.');

  // The tab that is left takes over, and sells on.
  await page.close();
  await expect(other.locator('.data [data-fact="tabs"] dd')).toHaveText('Only this tab');
  const next = await openOther(other);
  await expectTabs(other, '2 tabs. This tab looks after the data.');
  await goTo(other, 'sell');
  const label = await sell(other, 'Mocha');
  await goTo(next, 'orders');
  await expect(order(next, label)).toBeVisible();
});

test('[TAB-1] [TILL-2] a tab says that another cannot save, until it can', async ({ page }) => {
  await openTill(page);
  const other = await openOther(page);
  await other.evaluate(() => {
    const { put, add: insert } = IDBObjectStore.prototype;
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    Object.assign(IDBObjectStore.prototype, { put: full, add: full });
    document.addEventListener('till-space', () => Object.assign(IDBObjectStore.prototype, { put, add: insert }), {
      once: true,
    });
  });
  await add(other, 'Mocha');
  await expect(saveState(page)).toHaveText('Not saved: another tab cannot save 1 change');
  await saveState(page).click();
  await expect(dialog(page)).toContainText('Keep that tab open');
  await page.screenshot({ path: test.info().outputPath('trouble.png') });
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  // This tab itself sells and saves.
  await sell(page, 'Espresso');

  await goTo(other, 'data');
  await other.evaluate(() => document.dispatchEvent(new Event('till-space')));
  await other.getByRole('button', { name: 'Try again' }).click();
  await expect(saveState(other)).toHaveText('Saved on this device');
  await expect(saveState(page)).toHaveText('Saved on this device');
  await page.getByRole('button', { name: 'Next customer' }).click();
  await expect(page.getByTestId('basket-total')).toBeVisible();
});

test('[TILL-3] a new shop in one tab: the other says so, keeps its unsaved sale in a file, and loads the new shop', async ({
  page,
}) => {
  await openTill(page);
  const other = await openOther(page);
  await sell(page, 'Mocha');
  await deleteData(page);
  await expect(saveState(other)).toContainText('browser data was deleted');
  await add(other, 'Espresso');
  await other.getByRole('button', { name: /^Charge/ }).click();
  await expect(other.getByRole('heading', { name: 'Sale made, not saved' })).toBeVisible();

  await goTo(page, 'data');
  await page.getByRole('button', { name: 'Start a new shop…' }).click();
  const loading = page.waitForEvent('load');
  await page.getByRole('dialog').getByRole('button', { name: 'Start a new shop' }).click();
  await loading;
  await goTo(page, 'sell');
  const label = await sell(page, 'Flat white');

  await expect(saveState(other)).toHaveText('Not saved: another tab has started anew');
  await goTo(other, 'data');
  await expect(other.getByRole('button', { name: 'Start a new shop…' })).toHaveCount(0);
  await expect(other.getByText('1 sale is only on this page')).toBeVisible();
  await other.screenshot({ path: test.info().outputPath('anew.png') });
  const saving = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Save unsaved sales to a file' }).click();
  const file = await (await saving).path();
  other.once('dialog', (question) => void question.accept());
  const again = other.waitForEvent('load');
  await other.getByRole('button', { name: 'Reload' }).click();
  await again;
  for (const tab of [page, other]) await expect(saveState(tab)).toHaveText('Saved on this device');
  await other.getByLabel('Load a backup').setInputFiles(file);
  for (const tab of [page, other]) {
    await goTo(tab, 'orders');
    await expect(order(tab, '#')).toHaveCount(2);
    await expect(order(tab, label)).toBeVisible();
  }
});

test('[TAB-5] [TILL-2] a tab offers to reload when another has saved what only a newer version knows', async ({
  page,
}) => {
  await openTill(page);
  const other = await openOther(page);
  await goTo(other, 'stock');
  await addProduct(other, { name: 'Pencil', code: 'PEN-1', price: '1.20' });
  await goTo(other, 'data');
  const saving = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Save a backup' }).click();
  const lines = gunzipSync(readFileSync(await (await saving).path()))
    .toString()
    .trimEnd()
    .split('\n');
  const newest = lines.at(-1) ?? '';
  const newer = newest.replace('"type":"', '"type":"newer.').replace(/"id":"[^"]+/, (id) => `${id.slice(0, -4)}0000`);
  await other.getByLabel('Load a backup').setInputFiles({
    name: 'newer.ndjson',
    mimeType: 'application/x-ndjson',
    buffer: Buffer.from(`${lines[0]}\n${newer}\n`),
  });
  await expect(page.getByRole('button', { name: 'Update is ready' })).toBeVisible();
  await saveState(page).click();
  await expect(dialog(page)).toContainText('A newer version of Till is open in another tab');
  await page.screenshot({ path: test.info().outputPath('newer.png') });
  const loading = page.waitForEvent('load');
  await dialog(page).getByRole('button', { name: 'Reload' }).click();
  await loading;
  await expect(tile(page, 'Mocha')).toBeVisible();
});
