// Opens pages of an app in a real Chromium: one bundled by Vite, and one that the browser loads through an import map.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { bundleFile } from './bundle.mjs';
import { visit } from './visit.mjs';

/** @typedef {import('./app.mjs').App} App */

/** @type {Record<string, string>} */
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };

/**
 * Bundles the hello world of the README, clicks in it, and expects the result again after a reload.
 * @param {App} app
 */
export async function clickHello({ folder }) {
  writeFileSync(join(folder, 'index.html'), '<div id="root"></div><script type="module" src="/hello.tsx"></script>');
  const outDir = await bundle(folder, 'hello');
  await inPage(outDir, async (page) => {
    const button = page.locator('button');
    await button.click();
    await button.click();
    await page.getByRole('button', { name: '2', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '2', exact: true }).waitFor();
  });
}

/**
 * @param {App} app
 * @param {string} expected
 */
export async function countInWorker({ folder }, expected) {
  writeFileSync(join(folder, 'index.html'), '<script type="module" src="/with-worker.mjs"></script>');
  await expectTitle(await bundle(folder, 'worker'), expected);
}

/**
 * No bundler: the browser loads the packages' own files. Each peer is one file, as a CDN serves it.
 * @param {App} app
 * @param {string} expected
 */
export async function countWithImportMap({ folder }, expected) {
  const modules = '/node_modules';
  const imports = {
    '@refold/core': `${modules}/@refold/core/dist/index.js`,
    '@refold/core/dexie': `${modules}/@refold/core/dist/dexie/index.js`,
    '@refold/core/history': `${modules}/@refold/core/dist/history.js`,
    '@refold/core/undo': `${modules}/@refold/core/dist/undo-and-rejections.js`,
    dexie: `${modules}/dexie/dist/modern/dexie.mjs`,
    immer: `${modules}/immer/dist/immer.production.mjs`,
    // RxJS's own files import others without a file ending, which only a bundler understands.
    rxjs: `/rxjs/${await bundleFile(folder, 'node_modules/rxjs/dist/esm/index.js', join(folder, 'rxjs'))}`,
    uuid: `${modules}/uuid/dist/index.js`,
    zod: `${modules}/zod/index.js`,
  };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  writeFileSync(join(folder, 'index.html'), `${map}<script type="module" src="/page.mjs"></script>`);
  await expectTitle(folder, expected);
}

/**
 * @param {string} folder
 * @param {string} name
 */
async function bundle(folder, name) {
  const outDir = join(folder, 'dist', name);
  await build({ root: folder, configFile: false, logLevel: 'warn', build: { outDir, chunkSizeWarningLimit: 1_000 } });
  return outDir;
}

/**
 * @param {string} folder
 * @param {string} expected
 */
async function expectTitle(folder, expected) {
  await inPage(folder, async (page) => {
    await page.waitForFunction(() => document.title !== '');
    const title = await page.title();
    if (title !== expected) throw new Error(`The page shows "${title}" instead of "${expected}".`);
  });
}

/**
 * Serves a folder and opens it.
 * @param {string} folder
 * @param {(page: import('playwright').Page) => Promise<void>} work
 */
async function inPage(folder, work) {
  const { address, close } = await serveFolder(folder);
  try {
    await visit(address, work);
  } finally {
    await close();
  }
}

/** @param {string} folder */
async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    try {
      const file = join(folder, path === '/' ? 'index.html' : path);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((resolve) => void server.close(() => resolve(undefined))),
  };
}
