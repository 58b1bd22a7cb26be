import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  type AnyStore,
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  defineQuery,
  defineView,
  memoryLog,
} from '../../index.ts';
import type { EventLog } from '../../log/index.ts';
import { faultyLog, testEnv } from '../../env/env.fixture.ts';

const Put = defineEvent('row.put', z.object({ k: z.number(), n: z.number() }));
const Unlisted = defineEvent('unlisted');
const total = defineView('total', { initial: { n: 0 } }).on(Put, (draft, e) => {
  draft.n += e.data.n;
});
const doubled = defineView('total', { initial: { n: 0 }, revision: 2 }).on(Put, (draft, e) => {
  draft.n += 2 * e.data.n;
});
const rows = defineCollection('rows', { key: (r: { k: number; n: number }) => r.k }).on(Put, (all, e) =>
  all.put(e.data),
);
const many = (from: number, count: number) => Array.from({ length: count }, (_, i) => Put({ k: from + i, n: 1 }));

async function open(log: EventLog = memoryLog('memory', { undoHorizon: 0 })) {
  const env = testEnv();
  const store: AnyStore = createStore({ events: [Put], views: [total], log, env });
  await store.ready;
  return { store, env, log };
}

test('[VIEW-4] an attached model shows the whole log at once, with events appended meanwhile', async () => {
  const { store } = await open();
  store.append(...many(0, 500));
  await store.append(...many(500, 500)).until('stored');
  // Not stored yet when the reading begins.
  store.append(...many(1_000, 10));
  const seen: number[] = [];
  const attached = store.attach(rows);
  expect(store.lists(rows)).toBe(false);
  store.append(...many(1_010, 5));
  const progress: unknown[] = [];
  store.status$.subscribe((status) => status.progress !== undefined && progress.push(status.progress));
  await attached;
  store.observe(rows).subscribe((r) => seen.push(r.size));
  store.append(...many(1_015, 1));
  expect([seen, store.get(total).n, store.status.progress]).toEqual([[1_015, 1_016], 1_016, undefined]);
  expect(progress.at(-1)).toEqual({ done: expect.any(Number) as number, of: expect.any(Number) as number });
});

test('[VIEW-4] an attached model includes events that could not be stored, from before and meanwhile', async () => {
  const log = faultyLog();
  const { store } = await open(log);
  await store.append(...many(0, 1)).until('stored');
  log.faults.push('lost', 'lost', 'lost');
  await expect(store.append(...many(1, 1)).until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
  // Arrives while the log is being read.
  const reading = store.status$.subscribe((status) => {
    if (status.progress === undefined) return;
    reading.unsubscribe();
    store.append(...many(3, 1));
  });
  const attached = store.attach(rows);
  store.append(...many(2, 1));
  await attached;
  expect([store.get(rows).size, store.status.unsaved]).toEqual([4, 3]);
});

test('[VIEW-4] a model replaces one of the same name, and its watchers are notified', async () => {
  const { store } = await open();
  await store.append(...many(0, 3)).until('stored');
  const half = defineQuery('half', { total }, (reads) => reads.total.n / 2);
  const seen: number[] = [];
  store.observe(half()).subscribe((n) => seen.push(n));
  const attached = store.attach(doubled);
  store.append(...many(3, 1));
  await attached;
  store.append(...many(4, 1));
  expect(seen).toEqual([1.5, 2, 4, 5]);
});

test('[VIEW-4] attaching an invalid definition changes nothing', async () => {
  const { store } = await open();
  store.append(...many(0, 3));
  await expect(store.attach(rows, rows)).rejects.toMatchObject({ code: 'name.taken' });
  const foreign = defineView('foreign', { initial: { n: 0 } }).on(Unlisted, () => ({ n: 1 }));
  await expect(store.attach(foreign)).rejects.toMatchObject({
    code: 'event.not_listed',
    details: { type: 'unlisted' },
  });
  expect([store.lists(rows), store.get(total).n]).toEqual([false, 3]);
  await store.close();
  await expect(store.attach(rows)).rejects.toMatchObject({ code: 'store.closed' });
});

test('[VIEW-4] [CMD-1] commands are added at once with the read models they read, or replace those of the same name', async () => {
  const { store } = await open();
  const put = (by: number) =>
    defineCommand('put', { reads: { rows }, decide: (_, read) => Put({ k: read.rows.size, n: by }) });
  const [one, ten] = [put(1), put(10)];
  expect(() => store.run(one)).toThrow('put');
  await expect(store.attach(one)).rejects.toMatchObject({ code: 'store.not_listed', details: { name: 'rows' } });
  await expect(store.attach(rows, one, ten)).rejects.toMatchObject({ code: 'name.taken' });
  expect([store.lists(one), store.lists(rows)]).toEqual([false, false]);
  const attached = store.attach(rows, one);
  expect(store.lists(one)).toBe(true);
  await attached;
  store.run(one);
  await store.attach(ten);
  store.run(ten);
  expect([...store.get(rows)].map(({ n }) => n)).toEqual([1, 10]);
  const foreign = defineCommand('foreign', { decide: () => Unlisted() });
  await store.attach(foreign);
  expect(() => store.run(foreign)).toThrow(expect.objectContaining({ code: 'event.not_listed' }) as Error);
});

test('[VIEW-4] a reducer that throws while it is attached stops only its model', async () => {
  const { store } = await open();
  await store.append(...many(0, 3)).until('stored');
  const broken = defineView('broken', { initial: { n: 0 } }).on(Put, (draft, e) => {
    if (e.data.k === 2) throw new Error('two');
    draft.n += 1;
  });
  await store.attach(broken);
  expect([store.get(broken).n, store.status.stopped.map((s) => s.model)]).toEqual([2, ['broken']]);
});

test('[VIEW-4] [VIEW-5] an attached model begins from its snapshot', async () => {
  const { store, env, log } = await open();
  await store.attach(rows);
  for (let i = 0; i < 2; i++) await store.append(...many(i * 500, 500)).until('stored');
  env.runIdle();
  await expect.poll(async () => (await log.snapshots!.read('rows'))?.manifest.position).toBe(1_000);
  const { store: other } = await open({ ...log, close: () => Promise.resolve() });
  const progress: unknown[] = [];
  other.status$.subscribe((status) => status.progress !== undefined && progress.push(status.progress));
  await other.append(...many(1_000, 2)).until('stored');
  await other.attach(rows);
  expect([other.get(rows).size, progress.at(-1)]).toEqual([1_002, { done: 2, of: 2 }]);
});
