import { expect, test } from '@playwright/test';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startShopServer } from './shop-server.ts';

const built = fileURLToPath(new URL('../apps/demo/dist/', import.meta.url));

test('[UI-10] a first visit and its offline copy fetch each script, style and font once', async ({ page }) => {
  const shop = await startShopServer();
  try {
    await page.goto(shop.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();

    const assets = shop.answers.map(({ path }) => path).filter((path) => path.startsWith('/assets/'));
    const there = (await readdir(`${built}assets`)).filter((name) => !name.endsWith('.map'));
    expect([...assets].sort()).toEqual(there.map((name) => `/assets/${name}`).sort());

    // The page, its icon and its manifest may come twice: their names do not change with their content.
    const files = (await readdir(built, { recursive: true })).filter((name) => /\.(?!map$)\w+$/.test(name));
    const sizes = await Promise.all(files.map(async (name) => (await stat(built + name)).size));
    const sent = shop.answers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    expect(sent).toBeLessThan(sizes.reduce((sum, size) => sum + size, 0) * 1.02);
  } finally {
    await shop.stop();
  }
});
