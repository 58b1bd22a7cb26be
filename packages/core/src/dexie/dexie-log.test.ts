import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { compactionContract, logContract, snapshotContract, stagingContract } from '../testing/index.ts';
import { sampleBatch } from '../testing/log-fixture.ts';
import { Database } from './database.ts';
import { dexieLog } from './dexie-log.ts';
import { dexieStaging } from './dexie-staging.ts';

describe('the Dexie log keeps the contract, on a simulated IndexedDB', () => {
  for (const { title, run } of [...logContract, ...snapshotContract, ...stagingContract, ...compactionContract]) {
    test(title, async () => {
      const options = { indexedDB: new IDBFactory(), IDBKeyRange, staging: dexieStaging, undoHorizon: 1_000 };
      await run({ open: () => dexieLog('contract', options) });
    });
  }
});

test('[UNDO-1] the horizon is the one that the log was made with, whatever it is opened with', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange };
  expect((await dexieLog('near', { ...options, undoHorizon: 5 }).open()).undoHorizon).toBe(5);
  expect((await dexieLog('near', { ...options, undoHorizon: 7 }).open()).undoHorizon).toBe(5);
  expect((await dexieLog('far', options).open()).undoHorizon).toBe(10_000);
});

test('[LOG-3] one append is one row, and sealing merges small rows into segments of about 500 events', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange };
  const log = dexieLog('rows', options);
  await log.open();
  const db = new Database('rows', options);
  await db.open();
  for (let n = 1; n <= 120; n++)
    await log.append(sampleBatch('w', n * 10 - 9, ...Array.from({ length: 10 }, (_, i) => [`${n}/${i}`])));
  expect([await db.out.count(), await db.segments.count()]).toEqual([120, 0]);
  await log.seal();
  expect(await db.out.count()).toBe(0);
  expect((await db.segments.toArray()).map((s) => s.events)).toEqual([500, 500, 200]);
  await log.append(sampleBatch('w', 1_201, ['last']));
  await log.seal();
  expect((await db.segments.toArray()).map((s) => [s.first, s.events])).toEqual([
    [1, 500],
    [501, 500],
    [1_001, 201],
  ]);
});
