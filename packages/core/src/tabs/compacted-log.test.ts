import { expect, test } from 'vitest';
import { memoryLog } from '../memory/memory-log.ts';
import { compact } from '../store/compact.ts';
import { Browser } from './platform.fixture.ts';
import { openTab, order, Put, rest, until } from './tabs.fixture.ts';

test('[TAB-1] a tab that missed events which another tab compacted shows them all the same', async () => {
  const browser = new Browser();
  const log = memoryLog('memory', { undoHorizon: 0 });
  const one = await openTab(browser, log);
  const two = await openTab(browser, log);
  await rest(browser);
  two.page.leave();
  for (const k of 'abc') await one.store.append(Put({ k, n: 1 })).until('stored');
  await rest(browser);
  expect(await compact(one.store, { keepEvents: 1 })).toMatchObject({ floor: 2 });
  two.page.return();
  await until(browser, () => two.store.get(order).keys === 'abc');
  await two.store.append(Put({ k: 'd', n: 1 })).until('stored');
  await until(browser, () => one.store.get(order).keys === 'abcd');
});

test('[TAB-1] any tab may compact, also one that does not lead', async () => {
  const browser = new Browser();
  const log = memoryLog('memory', { undoHorizon: 0 });
  const one = await openTab(browser, log);
  await until(browser, () => one.store.status.tabs!.isLeader);
  const two = await openTab(browser, log);
  for (const k of 'ab') await one.store.append(Put({ k, n: 1 })).until('stored');
  await until(browser, () => two.store.get(order).keys === 'ab');
  expect(two.store.status.tabs!.isLeader).toBe(false);
  expect(await compact(two.store, { keepEvents: 0 })).toMatchObject({ floor: 2, dropped: 2 });
  await one.store.append(Put({ k: 'c', n: 1 })).until('stored');
  await until(browser, () => two.store.get(order).keys === 'abc');
  expect(await compact(one.store, { keepEvents: 0 })).toMatchObject({ floor: 3, dropped: 1 });
});
