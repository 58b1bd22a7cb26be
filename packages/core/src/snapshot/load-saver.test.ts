import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { compact, createStore, defineEvent, defineView, memoryLog } from '../index.ts';
import type * as loading from '../errors/load-part.ts';
import type { EventLog } from '../log/index.ts';
import { testEnv } from '../env/env.fixture.ts';

/** What happens before the code of snapshots is loaded. */
const before = vi.hoisted(() => ({ count: 0, load: (): Promise<void> => Promise.resolve() }));
vi.mock('../errors/load-part.ts', async (original) => {
  const { loadPart } = await original<typeof loading>();
  return {
    loadPart: (part: string, load: () => Promise<unknown>) =>
      loadPart(part, async () => {
        if (part === 'snapshots') {
          before.count += 1;
          await before.load();
        }
        return load();
      }),
  };
});
afterEach(() => {
  before.count = 0;
  before.load = () => Promise.resolve();
});

function failOnce(): void {
  before.load = () => {
    before.load = () => Promise.resolve();
    return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  };
}

const Put = defineEvent('row.put', z.object({ n: z.number() }));
let reduced = 0;
const total = defineView('total', { initial: { n: 0 } }).on(Put, (draft, e) => {
  reduced += 1;
  draft.n += e.data.n;
});

/** A log that outlives the stores over it, where no event can be undone. */
const lasting = (): EventLog => ({ ...memoryLog('app', { undoHorizon: 0 }), close: () => Promise.resolve() });

async function open(log: EventLog) {
  const env = testEnv();
  const told: unknown[] = [];
  const store = createStore({ events: [Put], views: [total], log, env });
  store.system$.subscribe((event) => told.push(event));
  await store.ready;
  const append = (count: number) => store.append(...Array.from({ length: count }, () => Put({ n: 1 }))).until('stored');
  return { store, env, told, append };
}
const savedAt = async (log: EventLog): Promise<number | undefined> =>
  (await log.snapshots!.read('total'))?.manifest.position;

/** A log of 1,000 events with a snapshot at its end. */
async function saved(): Promise<EventLog> {
  const log = lasting();
  const { store, env, append } = await open(log);
  for (let i = 0; i < 2; i++) await append(500);
  env.runIdle();
  await expect.poll(() => savedAt(log)).toBe(1_000);
  await store.close();
  before.count = 0;
  return log;
}

const failure = {
  type: 'snapshot.failed',
  model: 'total',
  error: { code: 'part.not_loaded', details: { part: 'snapshots' } },
};

test('[LOAD-4] a log that never had a snapshot opens without the code of snapshots', async () => {
  const log = lasting();
  const { append, store } = await open(log);
  await append(500);
  await store.close();
  const { store: again } = await open(log);
  expect([again.get(total).n, before.count]).toEqual([500, 0]);
});

test('[LOAD-4] [VIEW-5] while that code loads, appends and reads go on, and a snapshot is saved afterwards', async () => {
  const log = lasting();
  const { store, env, append } = await open(log);
  for (let i = 0; i < 2; i++) await append(500);
  let release!: () => void;
  before.load = () => new Promise((resolve) => (release = resolve));
  env.runIdle();
  await append(1);
  expect([store.get(total).n, await savedAt(log)]).toEqual([1_001, undefined]);
  release();
  await expect.poll(() => savedAt(log)).toBe(1_001);
  await store.close();
  reduced = 0;
  before.load = () => Promise.resolve();
  const { store: again } = await open(log);
  expect([again.get(total).n, reduced]).toEqual([1_001, 0]);
});

test('[LOAD-4] closing does not wait for that code, and nothing is saved afterwards', async () => {
  const log = lasting();
  const { store, env, append } = await open(log);
  for (let i = 0; i < 2; i++) await append(500);
  let release!: () => void;
  before.load = () => new Promise((resolve) => (release = resolve));
  env.runIdle();
  await store.close();
  release();
  await expect.poll(() => before.count).toBe(1);
  expect(await savedAt(log)).toBeUndefined();
});

test('[LOAD-4] [VIEW-5] a save whose code cannot be loaded is reported, and tried again when the next one is due', async () => {
  const log = lasting();
  const { env, append, told } = await open(log);
  for (let i = 0; i < 2; i++) await append(500);
  failOnce();
  env.runIdle();
  await expect.poll(() => told).toMatchObject([failure]);
  await append(500);
  env.runIdle();
  expect(before.count).toBe(1);
  await append(500);
  env.runIdle();
  await expect.poll(() => savedAt(log)).toBe(2_000);
  expect(told).toHaveLength(1);
});

test('[LOAD-4] a store whose restoring code cannot be loaded folds the whole log and reports it, and saves later', async () => {
  const log = await saved();
  const env = testEnv();
  const told: unknown[] = [];
  const store = createStore({ events: [Put], views: [total], log, env });
  store.system$.subscribe((event) => told.push(event));
  failOnce();
  reduced = 0;
  await store.ready;
  expect([store.get(total).n, reduced]).toEqual([1_000, 1_000]);
  expect(told).toMatchObject([failure]);
  await store.append(...Array.from({ length: 500 }, () => Put({ n: 1 }))).until('stored');
  env.runIdle();
  await expect.poll(() => savedAt(log)).toBe(1_500);
  await store.close();
  reduced = 0;
  expect([(await open(log)).store.get(total).n, reduced]).toEqual([1_500, 0]);
});

test('[LOAD-4] [LOG-8] a compacted log cannot open without that code: it rejects, and the next store opens', async () => {
  const log = await saved();
  const { store } = await open(log);
  await compact(store, { keepEvents: 0 });
  await store.close();
  failOnce();
  await expect(open(log)).rejects.toMatchObject({ code: 'part.not_loaded' });
  expect((await open(log)).store.get(total).n).toBe(1_000);
});
