import { afterEach, expect, test, vi } from 'vitest';
import type * as loading from '../errors/load-part.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { Browser } from './platform.fixture.ts';
import { openTab, order, Put, rest, type Tab, until } from './tabs.fixture.ts';

/** What happens before a part is loaded, by part. By default, nothing. */
const before = vi.hoisted(() => new Map<string, () => Promise<void>>());
vi.mock('../errors/load-part.ts', async (original) => {
  const { loadPart } = await original<typeof loading>();
  return {
    loadPart: (part: string, load: () => Promise<unknown>) =>
      loadPart(part, async () => {
        await before.get(part)?.();
        return load();
      }),
  };
});
afterEach(() => before.clear());

const PART = 'news of other tabs';
const keysIn = ({ store }: Tab): string => store.get(order).keys;

async function openTwo() {
  const browser = new Browser();
  const log = memoryLog();
  return { browser, one: await openTab(browser, log), two: await openTab(browser, log) };
}

test('[LOAD-1] [TAB-1] while the code for the news loads, a tab works on with what it knows', async () => {
  let release!: () => void;
  before.set(PART, () => new Promise((resolve) => (release = resolve)));
  const { browser, one, two } = await openTwo();
  await one.store.append(Put({ k: 'a', n: 1 })).until('stored');
  await two.store.append(Put({ k: 'b', n: 1 })).until('stored');
  await rest(browser);
  expect([keysIn(one), keysIn(two)]).toEqual(['a', 'b']);
  before.clear();
  release();
  await until(browser, () => keysIn(two) === 'ab');
});

test('[LOAD-1] [TAB-1] if that code cannot be loaded, the status says so, and the next look tries again', async () => {
  before.set(PART, () => Promise.reject(new TypeError('offline')));
  const { browser, one, two } = await openTwo();
  await until(browser, () => two.store.status.tabs?.fault?.code === 'part.not_loaded');
  await one.store.append(Put({ k: 'a', n: 1 })).until('stored');
  before.clear();
  await until(browser, () => keysIn(two) === 'a');
  expect(two.store.status.tabs!.fault).toBeUndefined();
});
