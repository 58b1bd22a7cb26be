import { expect, type Page } from '@playwright/test';
import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { chance, ROUNDS, SEED } from './budget.ts';
import { type Device, on } from './device.ts';
import { test } from './fixtures.ts';

/** Writes in a new tab until so many more events are known to be stored; `seen` may still rise afterwards. */
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

/** The log is 1, 2, 3 … without a gap; gives how many there are. */
async function countGapless(page: Page): Promise<number> {
  const stored = await on(page, 'stored');
  const gap = stored.findIndex((n, i) => n !== i + 1);
  expect(gap === -1 ? 'no gap' : `${stored[gap]} stands where ${gap + 1} should`).toBe('no gap');
  return stored.length;
}

test.describe(`seed ${SEED}, ${ROUNDS} rounds`, () => {
  test('[LOG-2] [LOG-4] kill -9 of the browser: a gapless prefix with all that was said to be stored', async ({
    device,
  }) => {
    test.setTimeout(120_000 + ROUNDS * 30_000);
    const random = chance(SEED);
    for (let round = 1; round <= ROUNDS; round++) {
      const burst = 1 + Math.floor(random() ** 2 * 200);
      const more = Math.floor(random() * 400);
      await test.step(`round ${round}: bursts of ${burst}, killed after ${more} more`, async () => {
        const { seen } = await writeUntil(device, burst, more);
        await device.kill();
        await device.start();
        const page = await device.open();
        expect(await countGapless(page)).toBeGreaterThanOrEqual(seen());
        await page.close();
      });
    }
  });

  test('[LOG-4] [LOG-8] kill -9 while the log is compacted: what is left is gapless, and the read model has all of it', async ({
    device,
  }) => {
    test.setTimeout(60_000 + ROUNDS * 20_000);
    const random = chance(SEED + 3_000_000);
    for (let round = 1; round <= ROUNDS; round++) {
      const more = 1_000 + Math.floor(random() * 500);
      await test.step(`round ${round}: killed after ${more} more`, async () => {
        const { seen } = await writeUntil(device, 250, more, 100);
        await device.kill();
        await device.start();
        const next = await device.open();
        const floor = await on(next, 'floor');
        const stored = await on(next, 'stored');
        expect(stored).toEqual(Array.from({ length: stored.length }, (_, i) => floor + i + 1));
        const last = floor + stored.length;
        expect(last).toBeGreaterThanOrEqual(seen());
        expect(await on(next, 'open')).toBe('ok');
        expect(await on(next, 'status')).toMatchObject({ phase: 'ready', storage: 'ok', last });
        expect(await on(next, 'total')).toBe((last * (last + 1)) / 2);
        await next.close();
      });
    }
    expect(await test.step('how far it was cut off', async () => on(await device.open(), 'floor'))).toBeGreaterThan(0);
  });

  test('[LOG-2] [LOG-4] a tab that crashes while it writes: a gapless prefix with all that was said to be stored', async ({
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
        // Nobody is left to answer it.
        void Promise.allSettled([session.send('Page.crash')]);
        await crashed;
        const next = await device.open();
        expect(await countGapless(next)).toBeGreaterThanOrEqual(seen());
        await next.close();
        await page.close();
      });
    }
  });

  test('[LOG-4] a database file that was cut off, as after a power cut: a gapless prefix', async ({ device }) => {
    const random = chance(SEED + 2_000_000);
    await writeUntil(device, 20, 300);
    await device.kill();
    const { file, size } = await newestJournal(device.profile);
    const left = Math.floor(size * random());
    await test.step(`${left} of ${size} bytes are left`, async () => {
      await truncate(file, left);
      await device.start();
      const page = await device.open();
      // Cut before there was a log, it is missed or made anew; else it is shorter.
      const opened = await on(page, 'open');
      expect(['ok', 'log.lost']).toContain(opened);
      if (opened === 'ok') await countGapless(page);
    });
  });
});

/** The journal of the database: what was written last, in order. */
async function newestJournal(profile: string): Promise<{ file: string; size: number }> {
  const folder = join(profile, 'Default', 'IndexedDB');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.log'));
  const sized = await Promise.all(
    files.map(async (name) => ({ file: join(folder, name), size: (await stat(join(folder, name))).size })),
  );
  return sized.sort((a, b) => b.size - a.size)[0]!;
}
