import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { goTo, openTill, order, sell, tile } from './till.ts';

test('[LOG-5] a shop whose storage is cleared says so, gives what is not saved, and starts anew when told to', async ({
  page,
}) => {
  await openTill(page);
  await sell(page, 'Mocha');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
  await goTo(page, 'data');
  await expect(page.getByText('Not saved: storage is gone').first()).toBeVisible();
  await expect(page.getByText('has cleared it')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('lost.png') });

  // It still sells, in memory alone, and the sale can be kept.
  await goTo(page, 'sell');
  await page.getByRole('searchbox').fill('Espresso');
  await tile(page, 'Espresso').click();
  await page.getByRole('button', { name: /^Charge/ }).click();
  await goTo(page, 'data');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Keep what is not saved in a file' }).click();
  const lines = gunzipSync(readFileSync(await (await downloading).path()))
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines.filter((line) => line.includes('"order.placed"'))).toHaveLength(1);

  // The page loads anew; what it says before that is of the shop that is going.
  const loading = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Start a new shop' }).click();
  await loading;
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
  await goTo(page, 'orders');
  await expect(order(page, 'Order #')).toHaveCount(0);
});

test('[LOG-5] of a till whose basket alone is gone, the shop stays when it starts anew', async ({ page }) => {
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
  await goTo(page, 'data');
  await expect(page.getByText('The basket that was saved on this device is gone')).toBeVisible();
  const loading = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Start a new basket' }).click();
  await loading;
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
  await goTo(page, 'orders');
  await expect(order(page, label)).toBeVisible();
});

for (const [setting, answer] of [
  ['granted', 'has agreed to keep this shop'],
  ['denied', 'has not agreed'],
] as const) {
  test(`[LOG-12] the browser is asked to keep the shop when somebody wants it, and its answer is shown: ${setting}`, async ({
    page,
  }) => {
    await openTill(page, 'data');
    const kept = page.getByTestId('kept');
    await expect(kept).toContainText('It can be asked not to');
    const session = await page.context().newCDPSession(page);
    const origin = new URL(page.url()).origin;
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const where = { origin, ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }) };
    await session.send('Browser.setPermission', { permission: { name: 'persistent-storage' }, setting, ...where });
    await page.getByRole('button', { name: 'Ask it to keep the shop' }).click();
    await expect(kept).toContainText(answer);
    // It is what the browser says, not what was hoped for.
    expect(await page.evaluate(() => navigator.storage.persisted())).toBe(setting === 'granted');
    await page.reload();
    await expect(kept).toContainText(setting === 'granted' ? answer : 'It can be asked not to');
  });
}
