import { expect, type Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { on } from './device.ts';
import { test } from './fixtures.ts';

/** Clears the site's data, as a browser does under storage pressure and a person does in the settings. */
async function clear(page: Page, storageTypes: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes });
}

test('[LOG-5] a log evicted while open is reported as lost; the app continues in memory, and unsaved events can be kept', async ({
  device,
}) => {
  const page = await device.open();
  await on(page, 'open');
  await on(page, 'append');
  const lost = on(page, 'until', 'lost');
  await clear(page, 'all');
  await lost;
  expect(await on(page, 'append')).toBe('log.lost');
  expect(await on(page, 'retry')).toBe('log.lost');
  expect(await on(page, 'status')).toEqual({ phase: 'ready', storage: 'lost', code: 'log.lost', unsaved: 1, last: 2 });
  expect(await on(page, 'databases')).toEqual([]);
  expect(await on(page, 'destroy')).toBe('store.unsaved');
  expect(await on(page, 'startAnew')).toBe('ok');
  expect(await on(page, 'stored')).toEqual([2]);
});

test('[LOG-5] a log evicted while closed is reported as lost until it is destroyed on purpose', async ({ device }) => {
  const page = await device.open();
  await on(page, 'open');
  await on(page, 'append');
  await on(page, 'close');
  await clear(page, 'indexeddb');
  await page.reload();
  for (let i = 0; i < 2; i++) expect(await on(page, 'open')).toBe('log.lost');
  expect(await on(page, 'status')).toMatchObject({ phase: 'failed', storage: 'lost' });
  expect(await on(page, 'destroy')).toBe('ok');
  expect(await on(page, 'open')).toBe('ok');
});

test('[LOG-5] without the hint, a loss while closed looks like a first visit', async ({ device }) => {
  const page = await device.open();
  await on(page, 'open');
  await on(page, 'append');
  await on(page, 'close');
  await clear(page, 'all');
  await page.reload();
  expect(await on(page, 'open')).toBe('ok');
  expect(await on(page, 'stored')).toEqual([]);
});

test('[LOG-5] a log whose files were deleted while the browser was closed is reported as lost', async ({ device }) => {
  const page = await device.open();
  await on(page, 'open');
  await on(page, 'append');
  await device.quit();
  await rm(join(device.profile, 'Default', 'IndexedDB'), { recursive: true });
  await device.start();
  expect(await on(await device.open(), 'open')).toBe('log.lost');
});

test('[LOG-5] a log created just before the browser is killed is there, even without its hint', async ({ device }) => {
  const first = await device.open();
  expect(await on(first, 'open')).toBe('ok');
  // Its hint is on disk from here on.
  await device.quit();
  await device.start();
  const page = await device.open();
  expect(await on(page, 'open')).toBe('ok');
  expect(await on(page, 'destroy')).toBe('ok');
  expect(await on(page, 'open')).toBe('ok');
  expect(await on(page, 'append')).toBe('ok');
  await device.kill();
  await device.start();
  const next = await device.open();
  expect(await on(next, 'open'), await on(next, 'evidence')).toBe('ok');
  expect(await on(next, 'stored')).toEqual([1]);
});

test('[LOG-5] a damaged row is reported, and nothing is changed', async ({ device }) => {
  const page = await device.open();
  await on(page, 'open');
  await on(page, 'append');
  await on(page, 'close');
  await on(page, 'damage');
  for (let i = 0; i < 2; i++) expect(await on(page, 'open')).toBe('log.corrupt');
  expect(await on(page, 'status')).toMatchObject({ phase: 'failed', storage: 'degraded', code: 'log.corrupt' });
});

test('[LOG-5] [LOG-11] a log destroyed in one tab is reported as lost in the other', async ({ device }) => {
  const [leaving, other] = [await device.open(), await device.open()];
  for (const page of [leaving, other]) expect(await on(page, 'open')).toBe('ok');
  await on(leaving, 'append');
  const lost = on(other, 'until', 'lost');
  expect(await on(leaving, 'destroy')).toBe('ok');
  await lost;
  expect(await on(other, 'append')).toBe('log.lost');
  expect(await on(leaving, 'databases')).toEqual([]);
});

test('[LOG-5] on a full device the app continues in memory, and stores everything in order when there is space', async ({
  device,
}) => {
  const page = await device.open();
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2_000_000 });
  expect(await on(page, 'open')).toBe('ok');
  const text = 'x'.repeat(50_000);
  let count = 0;
  const append = async (): Promise<string> => {
    count += 1;
    const outcome = await on(page, 'append', text);
    expect(['ok', 'log.full']).toContain(outcome);
    if (outcome === 'ok') expect(await on(page, 'status')).toMatchObject({ storage: 'ok', unsaved: 0, last: count });
    return outcome;
  };
  // The browser may report that it is full and find room a moment later. Then everything is stored, and the test fills
  // on.
  const isFull = async (): Promise<boolean> =>
    (await append()) === 'log.full' && (await append()) === 'log.full' && (await on(page, 'retry')) === 'log.full';
  while (!(await isFull())) expect(count).toBeLessThan(200);
  expect(await on(page, 'status')).toMatchObject({ storage: 'full', unsaved: 2, last: count });
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  expect(await on(page, 'retry')).toBe('ok');
  expect(await on(page, 'status')).toMatchObject({ storage: 'ok', unsaved: 0 });
  expect(await on(page, 'stored')).toEqual(Array.from({ length: count }, (_, i) => i + 1));
});
