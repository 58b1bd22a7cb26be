import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent, defineView, isRefoldError } from '../index.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from '../testing/contracts/log-fixture.ts';
import type { Database } from './database.ts';
import { sizes } from '../log/sizes.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

const Sampled = defineEvent(sampleEvent('').type, z.object({ name: z.string() }));
const names = (count: number, from: number): string[] => Array.from({ length: count }, (_, i) => `${from + i}`);

/** Positions 1 to 500 and 501 to 600 in segments, 601 to 603 in three batches. */
async function sampleLog() {
  const device = testDevice();
  const { log } = await device.open();
  for (let n = 0; n < 6; n++) await log.append(sampleBatch('w', n + 1, names(100, n * 100)));
  await log.seal();
  for (let n = 0; n < 3; n++) await log.append(sampleBatch('w', n + 7, [`${600 + n}`]));
  return { device, log };
}

const faults: readonly [what: string, damage: (db: Database) => PromiseLike<unknown>, first: number, last: number][] = [
  ['a segment of damaged text', (db) => db.segments.update(501, { text: '{"events":[{"id' }), 501, 600],
  ['a segment that holds too little', (db) => db.segments.update(1, { text: '{"events":[]}' }), 1, 500],
  ['a segment of no text', (db) => db.segments.put({ first: 501, events: 100 } as never), 501, 600],
  ['a segment that is missing', (db) => db.segments.delete(1), 1, 500],
  ['a last segment that is missing', (db) => db.segments.delete(501), 501, 600],
  ['a batch of damaged text', (db) => db.out.update(8, { text: 'null' }), 602, 602],
];

test.each(faults)(
  '[LOG-5] %s is reported, the rest is readable, and nothing is changed',
  async (_, damage, first, last) => {
    const { device, log } = await sampleLog();
    await device.raw(damage);
    const rows = await device.raw((db) => Promise.all(db.tables.map((table) => table.toArray())));
    const error = { code: 'log.corrupt', details: { log: 'shop', where: `positions ${first} to ${last}`, last } };
    const before = await log.read({ after: 0, limit: Infinity }).catch((e: unknown) => e);
    expect(before).toMatchObject(first === 1 ? error : { last: first - 1, mark: { confirmed: 603 } });
    await expect(log.read({ after: first - 1, limit: 1 })).rejects.toMatchObject(error);
    expect(await log.read({ after: last, limit: Infinity })).toMatchObject({ last: 603, mark: { confirmed: 603 } });
    expect(await device.raw((db) => Promise.all(db.tables.map((table) => table.toArray())))).toEqual(rows);
  },
);

test('[LOG-5] missing batches are detected by reading and by sealing', async () => {
  const { device, log } = await sampleLog();
  await device.raw((db) => db.out.delete(8));
  const error = { code: 'log.corrupt', details: { where: 'batch 8, which is missing' } };
  await expect(log.open()).rejects.toMatchObject(error);
  await expect(log.read({ after: 0, limit: 1 })).rejects.toMatchObject(error);
  await expect(log.seal()).rejects.toMatchObject(error);
});

test('[LOG-5] a missing commit of a writer is detected by reading and by sealing', async () => {
  const { device, log } = await sampleLog();
  await device.raw((db) => db.out.update(8, { first: 20 }));
  const error = { code: 'log.corrupt', details: { where: 'batch 8: commit 8 of w is missing' } };
  await expect(log.open()).rejects.toMatchObject(error);
  await expect(log.read({ after: 0, limit: 1 })).rejects.toMatchObject(error);
  await expect(log.seal()).rejects.toMatchObject(error);
});

test('[LOG-5] an undamaged log of the same shape is read whole', async () => {
  const { log } = await sampleLog();
  expect(placesOf(await readAll(log)).at(-1)).toBe('603:602');
});

test('[LOG-5] the readable part of a damaged log can be copied; a store opens if its snapshot covers the rest', async () => {
  const { device, log } = await sampleLog();
  await device.raw((db) => db.segments.update(1, { text: 'x' }));
  const views = [defineView('count', { initial: { n: 0 } }).on(Sampled, (draft) => void (draft.n += 1))];
  const store = createStore({ events: [Sampled], views, log: dexieLog('shop', device.options) });
  await expect(store.ready).rejects.toMatchObject({ code: 'log.corrupt' });
  expect(store.status).toMatchObject({ phase: 'failed', storage: 'degraded' });
  const next = createStore({ events: [Sampled], views });
  await next.ready;
  const { position } = await log.open();
  for (let after = 0; after < position;) {
    try {
      const { commits, last } = await log.read({ after, limit: 500 });
      await next.import(commits.flatMap(({ events }) => events) as never);
      after = last;
    } catch (error) {
      if (!isRefoldError(error, 'log.corrupt') || error.details.last === undefined) throw error;
      after = error.details.last;
    }
  }
  expect(next.get(views[0]!).n).toBe(103);

  const { id } = await log.open();
  await log.snapshots!.put('count', [{ id: 'page', rows: [{ n: 500 }] }]);
  const pages = [{ id: 'page', first: '' }];
  const lineage = { fold: 2, events: [[Sampled.type, 1]] as const };
  await log.snapshots!.commit({ model: 'count', revision: 1, log: id, position: 500, skipped: [], ...lineage, pages });
  // So short a log opens without looking for snapshots.
  const { snapshotDue } = sizes;
  sizes.snapshotDue = 500;
  onTestFinished(() => void (sizes.snapshotDue = snapshotDue));
  const saved = createStore({ events: [Sampled], views, log: dexieLog('shop', device.options) });
  await saved.ready;
  expect(saved.get(views[0]!).n).toBe(603);
});
