// Contestants in real Chromium: a profile on disk, since storage of a private window is kept in memory; for each
// contestant a page, an origin and so a database of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser-launch.mjs';
import { provideChromium } from '../../scripts/chromium.mjs';
import { serveContestants } from './page-server.mjs';

const ANSWER_WITHIN_MS = 5 * 60_000;

/**
 * @typedef {import('./rounds.mjs').Contestant} Contestant
 * @typedef {import('./rounds.mjs').Runner} Runner
 * @typedef {import('./rounds.mjs').Measured} Measured
 * @typedef {{ measure(task: import('./rounds.mjs').Task): Promise<Measured> }} PageModule
 */

/** A browser, and a way to give each contestant a page in it. */
export async function openBrowser() {
  Object.assign(process.env, await provideChromium());
  const profile = mkdtempSync(join(tmpdir(), 'refold-bench-'));
  const server = await serveContestants();
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), headless: true });
  return {
    version: context.browser()?.version() ?? 'unknown',
    /**
     * What it costs in time.
     * @param {Contestant} contestant
     * @returns {Promise<Runner>}
     */
    async startInPage(contestant) {
      const { load, page, collectGarbage } = await openPage(contestant);
      return {
        async measure(task) {
          if (contestant.isFreshEachRound === true) await load();
          // Only the page in front paints.
          await page.bringToFront();
          await collectGarbage();
          return measureIn(page, contestant, task);
        },
        close: () => page.close(),
      };
    },
    /**
     * What it costs in memory: the heap with what `measure` holds on to, above that of the page before.
     * @param {Contestant} contestant
     * @returns {Promise<Runner>}
     */
    async weighInPage(contestant) {
      const { load, page, usedBytes } = await openPage(contestant);
      return {
        async measure(task) {
          await load();
          const before = await usedBytes();
          const { check } = await measureIn(page, contestant, task);
          return { cost: (await usedBytes()) - before, check };
        },
        close: () => page.close(),
      };
    },
    async close() {
      await context.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };

  /** @param {Contestant} contestant */
  async function openPage({ id, file, options }) {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`  ${id}:`, error.message));
    const origin = typeof options?.['origin'] === 'string' ? options['origin'] : id;
    const address = await server.addressOf(origin, file);
    const load = () => page.goto(address);
    await load();
    const session = await context.newCDPSession(page);
    const collectGarbage = () => session.send('HeapProfiler.collectGarbage');
    const usedBytes = async () => {
      // What only finalisers let go is collected the second time.
      await collectGarbage();
      await collectGarbage();
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    return { page, load, collectGarbage, usedBytes };
  }
}

/**
 * @param {import('playwright').Page} page
 * @param {Contestant} contestant
 * @param {import('./rounds.mjs').Task} task
 */
function measureIn(page, contestant, task) {
  const measured = page.evaluate(
    (given) =>
      /** @type {{ contestant: PageModule }} */ (/** @type {unknown} */ (globalThis)).contestant.measure(given),
    task,
  );
  return within(measured, `${contestant.file} (${contestant.name})`);
}

/**
 * @template T
 * @param {Promise<T>} answer
 * @param {string} who
 * @returns {Promise<T>}
 */
async function within(answer, who) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${who} gave no answer within ${ANSWER_WITHIN_MS / 60_000} minutes.`)),
      ANSWER_WITHIN_MS,
    );
  });
  try {
    return /** @type {T} */ (await Promise.race([answer, late]));
  } finally {
    clearTimeout(timer);
  }
}
