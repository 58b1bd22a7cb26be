import { afterEach, expect, test, vi } from 'vitest';
import { memoryLog } from '../memory/memory-log.ts';
import { createStore } from '../store/create-store.ts';
import { Bumped, Put, rows } from './tabs.fixture.ts';
import { webTabs } from './web-tabs.ts';

afterEach(() => void vi.restoreAllMocks());

test('[TAB-3] without a page, a tab leads, and its looks at the log do not keep a process alive', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const store = createStore({ events: [Put, Bumped], views: [rows], log: memoryLog(), tabs: webTabs() });
  await store.ready;
  await store.append(Put({ k: 'a', n: 1 })).until('stored');
  const looks = () => timers.mock.results.filter((_, i) => timers.mock.calls[i]![1] === 1_000);
  await expect.poll(looks).not.toEqual([]);
  await expect.poll(() => store.status.tabs).toMatchObject({ isLeader: true, hints: 'poll' });
  expect(looks().filter(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([]);
  await store.close();
});
