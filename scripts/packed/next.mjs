// Builds an app with Next, serves it with server rendering, and opens it in a real Chromium.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { visit } from './visit.mjs';

const BUILD_TIMEOUT_MS = 5 * 60_000;
const RUN_TIMEOUT_MS = 5 * 60_000;
const env = { NEXT_TELEMETRY_DISABLED: '1', NEXT_IGNORE_INCORRECT_LOCKFILE: '1' };

/**
 * The server sends a page with its state. The page hydrates without a change, shows what the log holds, and still does
 * after a reload.
 * @param {import('./app.mjs').App} app
 */
export async function clickInNext({ folder }) {
  const next = join(folder, 'node_modules', 'next', 'dist', 'bin', 'next');
  const options = { cwd: folder, env, isQuiet: true, timeoutMs: BUILD_TIMEOUT_MS };
  const { code, output } = await run(process.execPath, [next, 'build'], options);
  if (code !== 0) throw new Error(output);
  const { address, stop } = await start(next, folder);
  try {
    await expectHtml(address, 0);
    await expectHtml(`${address}given`, 7);
    await visit(address, async (page) => {
      await page.getByText('plain: 0').click();
      await page.getByText('concurrent: 1').click();
      await expectTotal(page, 2);
      await page.reload();
      await expectTotal(page, 2);
      await page.goto(`${address}given`);
      await expectTotal(page, 2);
    });
  } finally {
    await stop();
  }
}

/**
 * @param {string} address
 * @param {number} total
 */
async function expectHtml(address, total) {
  const html = await (await fetch(address)).text();
  const shown = [...html.matchAll(/<button>(.*?)<\/button>/g)].map(([, text]) => text);
  if (shown.join() !== `plain: ${total},concurrent: ${total}`) throw new Error(`${address} sent: ${html}`);
}

/**
 * @param {import('playwright').Page} page
 * @param {number} total
 */
async function expectTotal(page, total) {
  await page.getByText(`plain: ${total}`).waitFor();
  await page.getByText(`concurrent: ${total}`).waitFor();
}

/**
 * Starts the server on a free port, which it prints when it is ready.
 * @param {string} next
 * @param {string} cwd
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>}
 */
function start(next, cwd) {
  const args = [next, 'start', '--port', '0', '--hostname', '127.0.0.1'];
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, timeout: RUN_TIMEOUT_MS });
  const ended = new Promise((resolve) => void child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Next ended: ${said}`)));
    const listen = (/** @type {unknown} */ chunk) => {
      said += String(chunk);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address !== undefined && said.includes('Ready')) resolve({ address: `${address}/`, stop });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
  });
}
