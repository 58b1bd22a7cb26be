import { expect, type Page, test } from '@playwright/test';
import { goTo, openTill, order, resultOf, sell } from './till.ts';

/** Waits until the app is stored on the device, and serves the page from there. */
async function hasOfflineCopy(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
}

test('a sale made without a network is there after a reload', async ({ page, context }) => {
  await openTill(page);
  await hasOfflineCopy(page);
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  const isReachable = await page.evaluate(() =>
    fetch('/not-in-the-copy').then(
      () => true,
      () => false,
    ),
  );
  expect(isReachable).toBe(false);

  const label = await sell(page, 'Espresso', 'Sea salt brownie');
  await page.reload();
  await goTo(page, 'orders');
  await expect(order(page, label)).toContainText('£5.50');

  // A page that was never open before, and parts that load only on demand.
  const second = await context.newPage();
  await openTill(second, 'data');
  await second.getByRole('button', { name: 'Import a sample' }).click();
  await expect(second.locator('[data-outcome="complete"]')).toBeVisible();
  const downloading = second.waitForEvent('download');
  await second.getByRole('button', { name: 'Save a backup' }).click();
  await second.getByLabel('Load a backup').setInputFiles(await (await downloading).path());
  await expect(resultOf(second, 'Entries added')).toHaveText('0');

  await context.setOffline(false);
  await expect(page.getByText('Offline', { exact: true })).toBeHidden();
});
