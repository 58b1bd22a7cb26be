import { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore, IDBTransaction } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import type { EventLog } from '../log/event-log.ts';
import {
  compactionContract,
  logContract,
  snapshotContract,
  stagingContract,
  syncedLogContract,
} from '../testing/index.ts';
import { sampleBatch } from '../testing/contracts/log-fixture.ts';
import { Database } from './database.ts';
import { dexieLog } from './dexie-log.ts';

const contract = [logContract, snapshotContract, stagingContract, compactionContract, syncedLogContract].flat();

describe('the Dexie log keeps the contract, on a simulated IndexedDB', () => {
  for (const { title, run } of contract) {
    test(title, async () => {
      const options = { indexedDB: new IDBFactory(), IDBKeyRange, undoHorizon: 1_000 };
      await run({ open: () => dexieLog('contract', options) });
    });
  }
});

test('[UNDO-1] a log keeps the horizon it was created with, whatever it is opened with', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange };
  expect((await dexieLog('near', { ...options, undoHorizon: 5 }).open()).undoHorizon).toBe(5);
  expect((await dexieLog('near', { ...options, undoHorizon: 7 }).open()).undoHorizon).toBe(5);
  expect((await dexieLog('far', options).open()).undoHorizon).toBe(10_000);
});

test('[LOG-3] an append writes one row, and sealing merges small rows into segments of about 500 events', async () => {
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

test('[LOG-4] sealing remembers the most recent of many writers', async () => {
  const log = dexieLog('writers', { indexedDB: new IDBFactory(), IDBKeyRange });
  await log.open();
  const names = Array.from({ length: 70 }, (_, i) => `w${i}`);
  for (const name of names) await log.append(sampleBatch(name, 1, [name]));
  await log.seal();
  for (const name of names.slice(-60)) await log.append(sampleBatch(name, 1, [name]));
  expect((await log.open()).position).toBe(70);
});

describe('[LOG-2] the durability of a receipt', () => {
  /** Runs work, and returns its calls to the database in order. Recording stops when the next task begins. */
  async function asked(work: (log: EventLog) => Promise<unknown>): Promise<readonly unknown[]> {
    const log = dexieLog('asked', { indexedDB: new IDBFactory(), IDBKeyRange });
    await log.open();
    const calls: unknown[] = [];
    const { transaction } = IDBDatabase.prototype;
    const { commit } = IDBTransaction.prototype;
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...args
    ) {
      calls.push(args);
      return transaction.apply(this, args);
    });
    const end = vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (this: IDBTransaction) {
      calls.push('commit');
      commit.call(this);
    });
    const done = work(log);
    const atOnce = [...calls];
    begin.mockRestore();
    end.mockRestore();
    await done;
    return atOnce;
  }

  test('an append starts one transaction and commits it in the same task', async () => {
    expect(await asked((log) => log.append(sampleBatch('w', 1, ['a'])))).toEqual([
      ['out', 'readwrite', { durability: 'relaxed' }],
      'commit',
    ]);
  });

  test('a flush is strict', async () => {
    expect(await asked((log) => log.flush())).toEqual([['head', 'readwrite', { durability: 'strict' }], 'commit']);
  });

  test('a transaction that fails after its request succeeded stores nothing, and rejects', async () => {
    const log = dexieLog('late', { indexedDB: new IDBFactory(), IDBKeyRange });
    await log.open();
    const { add } = IDBObjectStore.prototype;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      const request = add.apply(this, args);
      // A full quota behaves so: the request succeeds, and the transaction aborts.
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    });
    vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(() => undefined);
    await expect(log.append(sampleBatch('w', 1, ['a']))).rejects.toMatchObject({ code: 'log.write_failed' });
    spy.mockRestore();
    vi.restoreAllMocks();
    expect((await log.open()).position).toBe(0);
    await log.append(sampleBatch('w', 1, ['a']));
    expect((await log.open()).position).toBe(1);
  });
});
