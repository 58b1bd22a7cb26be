import { expect, test } from '@playwright/test';
import { startShopServer } from './shop-server.ts';

test('a new version is offered while Till is open, and used when Till opens next', async ({ page, context }) => {
  const shop = await startShopServer();
  try {
    await page.goto(shop.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await shop.release('second');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.getByRole('button', { name: 'Update is ready' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-release', 'second');
    await expect(page.getByRole('button', { name: 'Update is ready' })).toBeHidden();

    await shop.release('third');
    // The offer stays until Till is opened again.
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(page.getByRole('button', { name: 'Update is ready' })).toBeVisible();
    await page.close();
    const next = await context.newPage();
    await next.goto(shop.address);
    await expect(next.locator('html')).toHaveAttribute('data-release', 'third');
  } finally {
    await shop.stop();
  }
});
