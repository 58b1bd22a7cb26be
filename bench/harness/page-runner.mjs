// Runs contestants in real Chromium. The profile is on disk, because a private window keeps storage in memory. Each
// contestant has its own page and origin, and so its own database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from 'playwright';
import { launchOptions } from '../../scripts/browser-launch.mjs';
import { provideChromium } from '../../scripts/chromium.mjs';
import { serveContestants } from './page-server.mjs';

const ANSWER_WITHIN_MS = 5 * 60_000;

/**
 * @typedef {import('./rounds.mjs').Contestant} Contestant
 * @typedef {import('./rounds.mjs').Runner} Runner
 * @typedef {import('./rounds.mjs').Measured} Measured
 * @typedef {import('./rounds.mjs').Task} Task
 *
 * What a page has: `prepare` makes what is to be there before, and is not measured.
 * @typedef {{ prepare?(task: Task): Promise<void>, measure(task: Task): Promise<Measured> }} PageModule
 */

/** How often the heap is read while its peak is measured. */
const LOOK_EVERY_MS = 50;

/** Opens a browser, in which each contestant gets a page. */
export async function openBrowser() {
  Object.assign(process.env, await provideChromium());
  const profile = mkdtempSync(join(tmpdir(), 'refold-bench-'));
  const server = await serveContestants();
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), headless: true });
  return {
    version: context.browser()?.version() ?? 'unknown',
    /**
     * Measures time.
     * @param {Contestant} contestant
     * @returns {Promise<Runner>}
     */
    async startInPage(contestant) {
      const { load, page, collectGarbage, usedBytes, heapBytes } = await openPage(contestant);
      return {
        async measure(task) {
          if (contestant.isFreshEachRound === true) await load();
          await callIn(page, contestant, 'prepare', task);
          // Only the page in front paints.
          await page.bringToFront();
          if (contestant.isHeapWatched !== true) {
            await collectGarbage();
            return measureIn(page, contestant, task);
          }
          const before = await usedBytes();
          const peak = watchPeak(heapBytes);
          const { extra, ...measured } = await measureIn(page, contestant, task);
          return { ...measured, extra: { ...extra, 'peak heap': (await peak()) - before } };
        },
        close: () => page.close(),
      };
    },
    /**
     * Measures memory: the heap that `measure` holds, above the heap of the page before.
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
    const heapBytes = async () => {
      // `backingStorageSize` is the memory of typed arrays outside the heap. Playwright's types do not have it yet.
      const { usedSize, backingStorageSize = 0 } = /** @type {{ usedSize: number, backingStorageSize?: number }} */ (
        await session.send('Runtime.getHeapUsage')
      );
      return usedSize + backingStorageSize;
    };
    const usedBytes = async () => {
      // The second collection frees what finalisers released.
      await collectGarbage();
      await collectGarbage();
      return heapBytes();
    };
    return { page, load, collectGarbage, usedBytes, heapBytes };
  }
}

/**
 * Reads a heap again and again, with its garbage. Returns a function that stops and returns the peak.
 * @param {() => Promise<number>} heapBytes
 * @returns {() => Promise<number>}
 */
function watchPeak(heapBytes) {
  let isOver = false;
  let peak = 0;
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await heapBytes());
      await setTimeout(LOOK_EVERY_MS);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return peak;
  };
}

/**
 * @param {import('playwright').Page} page
 * @param {Contestant} contestant
 * @param {Task} task
 */
const measureIn = async (page, contestant, task) =>
  /** @type {Measured} */ (await callIn(page, contestant, 'measure', task));

/**
 * @param {import('playwright').Page} page
 * @param {Contestant} contestant
 * @param {'prepare' | 'measure'} name
 * @param {Task} task
 */
async function callIn(page, contestant, name, task) {
  const called = page.evaluate(
    async ([wanted, given]) =>
      /** @type {{ contestant: PageModule }} */ (/** @type {unknown} */ (globalThis)).contestant[wanted]?.(given),
    /** @type {const} */ ([name, task]),
  );
  try {
    return await within(called, `${contestant.name}, asked to ${name},`);
  } catch (error) {
    // Work that still runs would disturb the others.
    await page.goto('about:blank');
    throw error;
  }
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
    timer = globalThis.setTimeout(
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
