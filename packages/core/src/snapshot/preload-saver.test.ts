import { expect, test, vi } from 'vitest';
import { createStore, memoryLog } from '../index.ts';
import type * as saving from './model-saver.ts';
import { testEnv } from '../env/env.fixture.ts';

const loaded = vi.hoisted(() => ({ count: 0 }));
vi.mock('./model-saver.ts', (original) => {
  loaded.count += 1;
  return original<typeof saving>();
});

test('[LOAD-4] the code of snapshots is fetched while a log opens that was opened here before', async () => {
  const empty = createStore({ events: [], views: [], log: memoryLog(), env: testEnv() });
  await empty.ready;
  expect(loaded.count).toBe(0);
  const log = memoryLog();
  let release!: () => void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const known = { ...log, isKnown: true, open: () => held.then(log.open) };
  const store = createStore({ events: [], views: [], log: known, env: testEnv() });
  await expect.poll(() => loaded.count).toBe(1);
  expect(store.status.phase).toBe('opening');
  release();
  await store.ready;
});
