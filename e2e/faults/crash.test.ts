import { expect, type Page } from '@playwright/test';
import { appendFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { chance, ROUNDS, SEED } from './budget.ts';
import { type Device, on } from './device.ts';
import { test } from './fixtures.ts';

/** Writes in a new tab until `more` further events are known to be stored. `seen` may still grow afterwards. */
async function writeUntil(
  device: Device,
  burst: number,
  more: number,
  keepEvents?: number,
): Promise<{ page: Page; seen: () => number }> {
  const page = await device.open();
  let first = 0;
  let highest = 0;
  let enough = (): void => undefined;
  const reached = new Promise<void>((resolve) => (enough = resolve));
  await page.exposeFunction('seen', (n: number) => {
    first ||= n;
    highest = n;
    if (highest - first >= more) enough();
  });
  const opened = await on(page, 'open');
  expect(opened, await on(page, 'evidence')).toBe('ok');
  await on(page, 'write', burst, keepEvents);
  await reached;
  return { page, seen: () => highest };
}

/** Expects the log to be 1, 2, 3 … without a gap. Returns how many there are. */
async function countGapless(page: Page): Promise<number> {
  const stored = await on(page, 'stored');
  const gap = stored.findIndex((n, i) => n !== i + 1);
  expect(gap === -1 ? 'no gap' : `${stored[gap]} stands where ${gap + 1} should`).toBe('no gap');
  return stored.length;
}

/**
 * Opens the log in a tab after the browser was killed. Returns whether the log is there. If not, the browser must have
 * logged that it deleted the database, and the app must see `log.lost`, unless the hint is gone as well. The next round
 * starts with a new log.
 */
async function isThere(device: Device, page: Page, seen: number): Promise<boolean> {
  const opened = await on(page, 'open');
  const last = opened === 'ok' ? ((await on(page, 'status')).last ?? 0) : 0;
  if (opened === 'ok' && last >= seen) return true;
  const what = `${opened}, ${last} of ${seen}, ${await on(page, 'evidence')}: the browser says that it deleted the database`;
  await expect.poll(() => device.hasDeletedDatabase, what).toBe(true);
  expect([opened, last]).toEqual([opened === 'ok' ? 'ok' : 'log.lost', 0]);
  expect(await on(page, 'destroy', true)).toBe('ok');
  return false;
}

/** Records how often the browser deleted the log, which must not be every time. */
function tell(deleted: number): void {
  test.info().annotations.push({ type: 'deleted by the browser', description: `${deleted} of ${ROUNDS} rounds` });
  expect(deleted).toBeLessThan(ROUNDS);
}

test.describe(`seed ${SEED}, ${ROUNDS} rounds`, () => {
  test('[LOG-2] [LOG-4] after kill -9 of the browser, a gapless prefix holds all events reported as stored', async ({
    device,
  }) => {
    test.setTimeout(120_000 + ROUNDS * 30_000);
    const random = chance(SEED);
    let deleted = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const burst = 1 + Math.floor(random() ** 2 * 200);
      const more = Math.floor(random() * 400);
      await test.step(`round ${round}: bursts of ${burst}, killed after ${more} more`, async () => {
        const { seen } = await writeUntil(device, burst, more);
        await device.kill();
        await device.start();
        const page = await device.open();
        if (await isThere(device, page, seen())) expect(await countGapless(page)).toBeGreaterThanOrEqual(seen());
        else deleted += 1;
        await page.close();
      });
    }
    tell(deleted);
  });

  test('[LOG-4] [LOG-8] after kill -9 during compaction, the rest is gapless and the read model complete', async ({
    device,
  }) => {
    test.setTimeout(60_000 + ROUNDS * 20_000);
    const random = chance(SEED + 3_000_000);
    let deleted = 0;
    let furthest = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const more = 1_000 + Math.floor(random() * 500);
      await test.step(`round ${round}: killed after ${more} more`, async () => {
        const { seen } = await writeUntil(device, 250, more, 100);
        await device.kill();
        await device.start();
        const next = await device.open();
        if (await isThere(device, next, seen())) {
          const floor = await on(next, 'floor');
          const stored = await on(next, 'stored');
          expect(stored).toEqual(Array.from({ length: stored.length }, (_, i) => floor + i + 1));
          const last = floor + stored.length;
          expect(last).toBeGreaterThanOrEqual(seen());
          expect(await on(next, 'status')).toMatchObject({ phase: 'ready', storage: 'ok', last });
          expect(await on(next, 'total')).toBe((last * (last + 1)) / 2);
          furthest = Math.max(furthest, floor);
        } else deleted += 1;
        await next.close();
      });
    }
    expect(furthest, 'how far it was cut off').toBeGreaterThan(0);
    tell(deleted);
  });

  test('[LOG-2] [LOG-4] after a tab crashes while writing, a gapless prefix holds all events reported as stored', async ({
    device,
  }) => {
    test.setTimeout(120_000 + ROUNDS * 30_000);
    const random = chance(SEED + 1_000_000);
    for (let round = 1; round <= ROUNDS; round++) {
      const burst = 1 + Math.floor(random() ** 2 * 200);
      const more = Math.floor(random() * 400);
      await test.step(`round ${round}: bursts of ${burst}, crashed after ${more} more`, async () => {
        const { page, seen } = await writeUntil(device, burst, more);
        const session = await page.context().newCDPSession(page);
        const crashed = page.waitForEvent('crash');
        // The crashed tab never answers.
        void Promise.allSettled([session.send('Page.crash')]);
        await crashed;
        const next = await device.open();
        expect(await countGapless(next)).toBeGreaterThanOrEqual(seen());
        await next.close();
        await page.close();
      });
    }
  });

  test('[LOG-4] a database file that is cut off, as by a power cut, leaves a gapless prefix', async ({ device }) => {
    const random = chance(SEED + 2_000_000);
    await writeUntil(device, 20, 300);
    await device.kill();
    const { file, size } = await newestJournal(device.profile);
    const left = Math.floor(size * random());
    await test.step(`${left} of ${size} bytes are left`, async () => {
      await truncate(file, left);
      await device.start();
      const page = await device.open();
      // A cut before the log existed loses it or makes it new. A later cut makes it shorter.
      const opened = await on(page, 'open');
      expect(['ok', 'log.lost']).toContain(opened);
      if (opened === 'ok') await countGapless(page);
    });
  });
});

test('[LOG-5] Chromium deletes a torn journal that another browser appended to, and Refold reports it', async ({
  device,
}) => {
  await writeUntil(device, 20, 100);
  await device.quit();
  const { file } = await newestJournal(device.profile);
  // As after a kill between the head of a record (checksum, length, kind) and its rest.
  await appendFile(file, Buffer.from([1, 2, 3, 4, 100, 0, 1]));
  await device.start();
  const { seen } = await writeUntil(device, 20, 100);
  await device.kill();
  await device.start();
  const page = await device.open();
  expect(await isThere(device, page, seen())).toBe(false);
  expect(device.hasDeletedDatabase).toBe(true);
  await page.close();
  const after = await writeUntil(device, 20, 10);
  expect(after.seen()).toBeGreaterThan(0);
});

/** The journal of the database, which holds the latest writes in order. */
async function newestJournal(profile: string): Promise<{ file: string; size: number }> {
  const folder = join(profile, 'Default', 'IndexedDB');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.log'));
  const sized = await Promise.all(
    files.map(async (name) => ({ file: join(folder, name), size: (await stat(join(folder, name))).size })),
  );
  return sized.sort((a, b) => b.size - a.size)[0]!;
}
