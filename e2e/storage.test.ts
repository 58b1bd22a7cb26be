import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { add, goTo, isSaved, openTill, order, sell, tile } from './till.ts';

test('[LOG-5] [UI-7] a shop whose storage was cleared says so, saves unsaved sales to a file, and starts a new shop after a question', async ({
  page,
}) => {
  await openTill(page);
  await sell(page, 'Mocha');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
  await goTo(page, 'data');
  await expect(page.getByText('Not saved: browser data was deleted').first()).toBeVisible();
  await expect(page.getByText('The saved shop is gone')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('lost.png') });

  // Till still sells, in memory only, and the sale can be saved to a file.
  await goTo(page, 'sell');
  await page.getByRole('searchbox').fill('Espresso');
  await tile(page, 'Espresso').click();
  await page.getByRole('button', { name: /^Charge/ }).click();
  await expect(page.getByRole('heading', { name: 'Sale made, not saved' })).toBeVisible();
  await goTo(page, 'data');

  // A reload and a new shop both ask first.
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => setTimeout(() => location.reload()));
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await page.getByRole('button', { name: 'Start a new shop…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start a new shop?' });
  await expect(dialog).toContainText('1 sale is only on this page');
  const start = dialog.getByRole('button', { name: 'Start a new shop' });
  await expect(start).toBeDisabled();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save unsaved sales to a file' }).click();
  const lines = gunzipSync(readFileSync(await (await downloading).path()))
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines.filter((line) => line.includes('"order.placed"'))).toHaveLength(1);

  // The page loads again. Its earlier texts belong to the old shop.
  const loading = page.waitForEvent('load');
  await start.click();
  await loading;
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
  await goTo(page, 'orders');
  await expect(order(page, '#')).toHaveCount(0);
});

test('[UI-7] unsaved sales can be deleted on purpose', async ({ page }) => {
  await openTill(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
  await expect(page.getByText('Not saved: browser data was deleted')).toBeVisible();
  await add(page, 'Mocha');
  await page.getByRole('button', { name: /^Charge/ }).click();
  await expect(page.getByRole('heading', { name: 'Sale made, not saved' })).toBeVisible();
  await goTo(page, 'data');
  await page.getByRole('button', { name: 'Start a new shop…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Delete them without a file').check();
  const loading = page.waitForEvent('load');
  await dialog.getByRole('button', { name: 'Start a new shop' }).click();
  await loading;
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
});

for (const [width, height] of [
  [390, 844],
  [1280, 800],
  [640, 400],
] as const) {
  test(`[UI-7] a sale that a full device cannot save says so on its card: ${width}×${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openTill(page);
    await page.evaluate(() => {
      const { put, add: insert } = IDBObjectStore.prototype;
      const full = (): never => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      Object.assign(IDBObjectStore.prototype, { put: full, add: full });
      document.addEventListener('till-space', () => Object.assign(IDBObjectStore.prototype, { put, add: insert }), {
        once: true,
      });
    });
    await add(page, 'Mocha');
    if (width < 900) await page.getByRole('button', { name: /^Basket 1 item/ }).click();
    await page.getByRole('button', { name: /^Charge/ }).click();
    const card = page.locator('.done');
    await expect(card.getByRole('heading', { name: 'Sale made, not saved' })).toBeVisible();
    await expect(card.getByRole('alert')).toContainText('This device has no space left');
    await expect(card.locator('.is-saved')).toHaveCount(0);
    for (const part of ['Try again', 'Save unsaved sales to a file', 'Next customer']) {
      const button = card.getByRole('button', { name: part });
      await expect
        .poll(async () => {
          await button.scrollIntoViewIfNeeded();
          const box = await button.boundingBox();
          return box !== null && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height;
        }, part)
        .toBe(true);
    }
    await expect.poll(() => card.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await page.screenshot({ path: test.info().outputPath('full.png') });
    await page.evaluate(() => document.dispatchEvent(new Event('till-space')));
    await card.getByRole('button', { name: 'Try again' }).click();
    await isSaved(page);
    await expect(card.locator('.is-saved')).toBeVisible();
  });
}

test('[LOG-5] a new basket replaces one that is gone, and the shop stays', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Mocha');
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('till-basket');
        request.onsuccess = resolve;
        request.onerror = () => reject(new Error('not deleted', { cause: request.error }));
      }),
  );
  await page.getByRole('button', { name: 'Next customer' }).click();
  await add(page, 'Espresso');
  await goTo(page, 'data');
  await expect(page.getByText('The saved basket is gone')).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the basket to a file' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^till-basket-/);
  await page.getByRole('button', { name: 'Start a new basket…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Delete them without a file').check();
  const loading = page.waitForEvent('load');
  await dialog.getByRole('button', { name: 'Start a new basket' }).click();
  await loading;
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
  await page.getByLabel('Load a backup').setInputFiles(await file.path());
  await goTo(page, 'sell');
  await expect(page.getByRole('list', { name: 'Lines' }).getByText('Espresso')).toBeVisible();
  await goTo(page, 'orders');
  await expect(order(page, label)).toBeVisible();
});

for (const [setting, answer] of [
  ['granted', 'has agreed to keep this shop'],
  ['denied', 'has not agreed'],
] as const) {
  test(`[LOG-12] a person can ask the browser to keep the shop, and sees its answer: ${setting}`, async ({ page }) => {
    await openTill(page, 'data');
    const kept = page.getByTestId('kept');
    await expect(kept).toContainText('You can ask it not to');
    const session = await page.context().newCDPSession(page);
    const origin = new URL(page.url()).origin;
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const where = { origin, ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }) };
    await session.send('Browser.setPermission', { permission: { name: 'persistent-storage' }, setting, ...where });
    await page.getByRole('button', { name: 'Ask it to keep the shop' }).click();
    await expect(kept).toContainText(answer);
    // The page shows the browser's own answer.
    await expect.poll(() => page.evaluate(() => navigator.storage.persisted())).toBe(setting === 'granted');
    await page.reload();
    await expect(kept).toContainText(setting === 'granted' ? answer : 'You can ask it not to');
  });
}
