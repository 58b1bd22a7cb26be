import { expect, type Page, test } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, defaultClientConditions, type InlineConfig } from 'vite';
import { add, figure, goTo, openTill, sell } from './till.ts';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** Serves a copy of an app as `vite` and `npm run dev` do, so that files can be edited. */
async function develop(folder: string, config: InlineConfig = {}) {
  // In the workspace, so that imports find its packages.
  mkdirSync(join(workspace, '.refold'), { recursive: true });
  const root = mkdtempSync(join(workspace, '.refold', 'hot-reload-'));
  cpSync(join(workspace, folder), root, { recursive: true });
  const server = await createServer({
    root,
    cacheDir: join(root, '.vite'),
    logLevel: 'error',
    ...config,
    // Vite's watcher drops a second change of a file within 50 ms, so `edit` reports each change itself.
    server: { host: '127.0.0.1', port: 0, watch: null },
  });
  await server.listen();
  return {
    address: server.resolvedUrls!.local[0]!,
    /** Saves a file in one step, as editors do. The server must never read a half-written, empty file. */
    edit(file: string, ...changes: readonly (readonly [from: string, to: string])[]): void {
      const path = join(root, file);
      let text = readFileSync(path, 'utf8');
      for (const [from, to] of changes) {
        expect(text).toContain(from);
        text = text.replace(from, to);
      }
      writeFileSync(`${root}.saving`, text);
      renameSync(`${root}.saving`, path);
      server.watcher.emit('change', path);
    },
    async close(): Promise<void> {
      await server.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Opens a page and waits until the server can reach it. A page never learns of edits made earlier. */
async function openFollowed(page: Page, open: () => Promise<unknown>): Promise<void> {
  const isFollowed = page.waitForEvent('console', (message) => message.text() === '[vite] connected.');
  await Promise.all([open(), isFollowed]);
}

/** Marks the page. Returns whether the page is still the same. */
async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(globalThis, { isMarked: true }));
  return () => page.evaluate(() => 'isMarked' in globalThis);
}

test('[VIEW-4] [BIND-3] in development, an edited reducer, command or component keeps the store and all state', async ({
  page,
}) => {
  const app = await develop('docs/examples/hot-reload', {
    configFile: false,
    plugins: [react()],
    resolve: { conditions: ['refold:source', ...defaultClientConditions] },
  });
  try {
    await openFollowed(page, () => page.goto(app.address));
    const total = page.getByRole('status');
    const addIt = page.getByRole('button', { name: 'Add' });
    await page.getByRole('button', { name: 'By' }).click();
    await addIt.click();
    await addIt.click();
    await expect(total).toHaveText('4 in all');
    const isSame = await mark(page);

    app.edit('model.ts', ['draft.total += data.by;', 'draft.total += 10 * data.by;']);
    await expect(total).toHaveText('40 in all');
    // The total changes when the new command beside the reducer is attached. The component changes later, so the
    // command is in use by then.
    app.edit('model.ts', ['+= 10 * data.by;', '+= 100 * data.by;'], ['Counted({ by })', 'Counted({ by: by + 1 })']);
    await expect(total).toHaveText('400 in all');
    app.edit('counter.tsx', ['in all', 'altogether']);
    await expect(total).toHaveText('400 altogether');
    await expect(page.getByRole('button', { name: 'By 2' })).toBeVisible();
    await addIt.click();
    await expect(total).toHaveText('700 altogether');
    expect(await isSame()).toBe(true);
  } finally {
    await app.close();
  }
});

test('[VIEW-4] in Till, an edited reducer folds the log again, and the page stays', async ({ browser }) => {
  const app = await develop('apps/demo');
  const page = await browser.newPage({ baseURL: app.address });
  try {
    await openFollowed(page, () => openTill(page));
    await sell(page, 'Mocha');
    await add(page, 'Espresso');
    await goTo(page, 'figures/all');
    await expect(figure(page, 'Sales')).toHaveText('1');
    const isSame = await mark(page);
    app.edit('src/shop/figures.ts', ['figures.orders += counts', 'figures.orders += 10 * counts']);
    await expect(figure(page, 'Sales')).toHaveText('10');
    expect(await isSame()).toBe(true);
    // The commands are new, too, and work.
    await goTo(page, 'sell');
    await sell(page, 'Chai latte');
    await goTo(page, 'figures/all');
    await expect(figure(page, 'Sales')).toHaveText('20');
    expect(await isSame()).toBe(true);
  } finally {
    await page.close();
    await app.close();
  }
});
