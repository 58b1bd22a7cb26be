import { expect, test } from '@playwright/test';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../apps/demo/dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
};

/** A copy of the built app on a server of its own, which can be given a new version. */
async function startShop(): Promise<{
  address: string;
  release: (name: string) => Promise<void>;
  stop: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'till-update-'));
  await cp(built, folder, { recursive: true });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://till.invalid').pathname;
    const file = path === '/' ? '/index.html' : path;
    readFile(join(folder, file)).then(
      (body) =>
        response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async release(name) {
      const page = join(folder, 'index.html');
      const worker = join(folder, 'service-worker.js');
      await writeFile(
        page,
        (await readFile(page, 'utf8')).replace(/<html[^>]*>/, `<html lang="en-GB" data-release="${name}">`),
      );
      await writeFile(worker, `${await readFile(worker, 'utf8')}\n// ${name}`);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

test('a new version is offered while the till is open, and taken when it is opened next', async ({ page, context }) => {
  const shop = await startShop();
  try {
    await page.goto(shop.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await shop.release('second');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.getByRole('button', { name: 'Update is ready' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-release', 'second');
    await expect(page.getByRole('button', { name: 'Update is ready' })).toBeHidden();

    await shop.release('third');
    // Left alone, the offer stands until the till is opened again.
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
