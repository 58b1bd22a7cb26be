import { expect } from '@playwright/test';
import type { LeadPage } from '../../packages/core/src/tabs/lead-page.fixture.ts';
import { test as base } from './fixtures.ts';
import { type RawBrowser, type RawTab, startRawBrowser } from './pipe.ts';

type Tab = RawTab<LeadPage>;

const test = base.extend<{ browserOfTabs: RawBrowser; openTab: () => Promise<Tab> }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  browserOfTabs: async ({}, provide) => {
    const browser = await startRawBrowser();
    await provide(browser);
    await browser.end();
  },
  /** Opens a tab of the log, in front of all others. */
  openTab: async ({ browserOfTabs, site }, provide) => {
    await provide(() => browserOfTabs.open<LeadPage>(`${site.tab}#shop`));
  },
});

const isLeader = async (tab: Tab): Promise<boolean> => (await tab.on('status')).isLeader;
const leads = (tab: Tab): Promise<void> => expect.poll(() => isLeader(tab)).toBe(true);
const follows = (tab: Tab): Promise<void> =>
  expect.poll(() => tab.on('status')).toMatchObject({ role: 'following', isLeader: false });

/** Two tabs, of which the second is in front and leads. */
async function openTwo(openTab: () => Promise<Tab>): Promise<readonly [Tab, Tab]> {
  const first = await openTab();
  await leads(first);
  const second = await openTab();
  await leads(second);
  await follows(first);
  return [first, second];
}

test('[TAB-3] a tab takes over from one that crashes, even if nobody looks at it', async ({ openTab }) => {
  const [first, second] = await openTwo(openTab);
  // The crashed tab never answers.
  void Promise.allSettled([second.send('Page.crash')]);
  await leads(first);
  expect(await first.on('isVisible')).toBe(false);
  await first.show();
  await expect.poll(async () => (await first.on('status')).tabs).toBe(1);
});

test('[TAB-3] a leader that is frozen hands over, and reads news and follows when it runs again', async ({
  browserOfTabs,
  openTab,
  site,
}) => {
  const [first, second] = await openTwo(openTab);
  const news = await second.on('news');
  // A page of no log hides both. Only a hidden page freezes.
  await browserOfTabs.open(site.address);
  await expect.poll(() => second.on('isVisible')).toBe(false);
  expect(await isLeader(second)).toBe(true);
  await second.send('Page.setWebLifecycleState', { state: 'frozen' });
  await leads(first);
  await second.send('Page.setWebLifecycleState', { state: 'active' });
  await follows(second);
  expect(await second.on('news')).toBe(news + 1);
  await second.show();
  await leads(second);
  await follows(first);
});

test('[TAB-3] a visible tab takes the lock from a leader that stops without notice', async ({ openTab }) => {
  const [first, second] = await openTwo(openTab);
  await second.send('Debugger.enable');
  // It stops at the first message or timer.
  await second.send('Debugger.pause');
  await first.show();
  await leads(first);
  await second.send('Debugger.disable');
  await follows(second);
  expect(await isLeader(first)).toBe(true);
  expect([await first.on('terms'), await second.on('terms')]).toEqual([2, 1]);
});

test('[TAB-3] a leader in the back/forward cache hands over, and is restored from it', async ({ openTab, site }) => {
  const [first, second] = await openTwo(openTab);
  const news = await second.on('news');
  await second.send('Page.navigate', { url: site.address });
  await leads(first);
  await expect.poll(async () => (await first.on('status')).tabs).toBe(1);
  // A message to a page in the cache would evict it.
  const third = await openTab();
  await leads(third);
  const { entries, currentIndex } = await second.send('Page.getNavigationHistory');
  const { id: entryId } = entries[currentIndex - 1];
  await second.send('Page.navigateToHistoryEntry', { entryId });
  await expect.poll(() => second.on('isRestored').catch(() => false)).toBe(true);
  expect(await second.on('news')).toBe(news + 1);
  await second.show();
  await leads(second);
  await follows(third);
  await expect.poll(async () => (await second.on('status')).tabs).toBe(3);
});
