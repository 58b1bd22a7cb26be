// Opens a page in a real Chromium. An error on the page or on its console is a failure.
import { chromium } from 'playwright';
import { launchOptions } from '../browser-launch.mjs';

const TIMEOUT_MS = 30_000;

/**
 * @param {string} address
 * @param {(page: import('playwright').Page) => Promise<void>} work
 */
export async function visit(address, work) {
  const browser = await chromium.launch(launchOptions());
  /** @type {string[]} */
  const errors = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(address);
    await work(page);
  } catch (error) {
    throw new Error([String(error), ...errors].join('\n'), { cause: error });
  } finally {
    await browser.close();
  }
  if (errors.length > 0) throw new Error(errors.join('\n'));
}
