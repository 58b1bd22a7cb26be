import { expect } from '@playwright/test';
import { SECONDS, SEED } from './budget.ts';
import { test as base } from './fixtures.ts';
import { type RawBrowser, startRawBrowser } from './pipe.ts';
import { TabCrowd } from './tab-crowd.ts';
import type { TabPage as Tabs } from './tab-page.ts';

const TABS = 5;

const test = base.extend<{ browserOfTabs: RawBrowser }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  browserOfTabs: async ({}, provide) => {
    const browser = await startRawBrowser();
    await provide(browser);
    await browser.end();
  },
});

test(`[TAB-1] [TAB-2] [TAB-3] five tabs write while tabs close, crash and freeze, and all agree (seed ${SEED})`, async ({
  browserOfTabs,
  site,
}) => {
  test.setTimeout(120_000 + SECONDS * 2_000);
  const crowd = new TabCrowd(browserOfTabs, site.many, SEED + 4_000_000);
  for (let i = 0; i < TABS; i++) await crowd.open();
  const end = performance.now() + SECONDS * 1_000;
  while (performance.now() < end) {
    await crowd.act(TABS);
    crowd.write();
    await crowd.nextFrame();
  }
  const tabs = await crowd.rest();
  test.info().annotations.push({ type: 'what happened', description: crowd.summary() });

  // The log holds the events of each tab in order and without a gap, so each one once.
  const { keys, count, digest } = await tabs[0]!.page.on('log');
  const lastOf = new Map<string, number>();
  const misplaced = keys.filter((key) => {
    const [tab, n] = key.split(':');
    const before = lastOf.get(tab!) ?? 0;
    lastOf.set(tab!, Number(n));
    return Number(n) !== before + 1;
  });
  expect(misplaced).toEqual([]);
  // Nothing that a tab saw as stored is lost, also if that tab crashed.
  const stored = new Set(keys);
  expect(crowd.seen.filter((key) => !stored.has(key))).toEqual([]);
  expect(crowd.seen.length).toBeGreaterThan(TABS);
  expect(new Set(crowd.seen).size).toBe(crowd.seen.length);
  // All tabs show what a fold of the log shows.
  for (const { page } of tabs) {
    await expect.poll(() => page.on('shown')).toEqual({ count, digest });
    expect(await page.on('emittedTwice')).toBe(0);
  }
  // The one in front leads, and only that one. A tab that people look at knows how many there are.
  for (const { page } of tabs) {
    await page.show();
    await expect
      .poll(() => page.on('status'))
      .toMatchObject({
        phase: 'ready',
        storage: 'ok',
        unsaved: 0,
        skipped: 0,
        open: tabs.length,
        isLeader: true,
      });
    await expect.poll(async () => (await crowd.leaders()).length).toBe(1);
  }
});

test('[TAB-1] [TAB-3] [LOG-5] while a frozen leader holds a transaction, others say blocked; then they go on', async ({
  browserOfTabs,
  site,
}) => {
  const other = await browserOfTabs.open<Tabs>(site.many);
  expect(await other.on('write', 1)).toBe('ok');
  const leader = await browserOfTabs.open<Tabs>(site.many);
  expect(await leader.on('write', 1)).toBe('ok');
  await expect.poll(() => leader.on('status')).toMatchObject({ isLeader: true });
  // A page of no log hides both, and nobody asks the leader to yield. Only a hidden page freezes.
  await browserOfTabs.open(site.address);
  await expect.poll(() => leader.on('isVisible')).toBe(false);
  expect(await leader.on('status')).toMatchObject({ isLeader: true });
  await leader.on('holdUntilThawed');
  await other.on('setPatience', 'short');
  await leader.send('Page.setWebLifecycleState', { state: 'frozen' });
  const written = other.on('write', 1);
  await expect.poll(() => other.on('status')).toMatchObject({ storage: 'blocked', code: 'log.blocked', unsaved: 1 });
  await other.on('setPatience', 'long');
  await leader.send('Page.setWebLifecycleState', { state: 'active' });
  expect(await written).toBe('ok');
  await expect.poll(() => other.on('status')).toMatchObject({ storage: 'ok', unsaved: 0, isLeader: true, open: 2 });
  const { count, digest } = await other.on('log');
  expect(count).toBe(3);
  for (const tab of [leader, other]) await expect.poll(() => tab.on('shown')).toEqual({ count, digest });
});

test('[TAB-1] [TAB-3] a tab restored from the back/forward cache shows what others wrote meanwhile', async ({
  browserOfTabs,
  site,
}) => {
  const staying = await browserOfTabs.open<Tabs>(site.many);
  expect(await staying.on('write', 1)).toBe('ok');
  const leaving = await browserOfTabs.open<Tabs>(site.many);
  expect(await leaving.on('write', 2)).toBe('ok');
  await expect.poll(() => leaving.on('status')).toMatchObject({ isLeader: true });
  await leaving.send('Page.navigate', { url: site.address });
  await expect.poll(() => staying.on('status')).toMatchObject({ isLeader: true });
  expect(await staying.on('write', 20)).toBe('ok');
  const { entries, currentIndex } = await leaving.send('Page.getNavigationHistory');
  await leaving.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1].id });
  await expect.poll(() => leaving.on('isRestored').catch(() => false)).toBe(true);
  const { count, digest } = await staying.on('log');
  expect(count).toBe(23);
  await expect.poll(() => leaving.on('shown')).toEqual({ count, digest });
  expect(await leaving.on('write', 1)).toBe('ok');
  await expect.poll(() => staying.on('shown')).toEqual(await leaving.on('shown'));
  expect(await leaving.on('emittedTwice')).toBe(0);
});

test('[TAB-5] an older tab works on beside a later release, says that a reload is due, and drops nothing', async ({
  browserOfTabs,
  site,
}) => {
  const older = await browserOfTabs.open<Tabs>(site.many);
  expect(await older.on('write', 1)).toBe('ok');
  const later = await browserOfTabs.open<Tabs>(`${site.many}?newer`);
  expect(await later.on('write', 1)).toBe('ok');
  expect(await older.on('status')).toMatchObject({ isReloadDue: false, skipped: 0 });
  await later.on('rename', 'Corner shop');
  await expect.poll(() => older.on('status')).toMatchObject({ isReloadDue: true, skipped: 1, storage: 'ok' });
  expect(await later.on('status')).toMatchObject({ isReloadDue: false, skipped: 0 });
  // The older one leads, and merges batches.
  await older.show();
  await expect.poll(() => older.on('status')).toMatchObject({ isLeader: true });
  expect(await older.on('write', 300)).toBe('ok');
  expect(await later.on('write', 1)).toBe('ok');
  const { keys, count, digest } = await older.on('log');
  expect(keys.filter((key) => key === 'renamed')).toHaveLength(1);
  expect(count).toBe(303);
  for (const tab of [older, later]) await expect.poll(() => tab.on('shown')).toEqual({ count, digest });
});
