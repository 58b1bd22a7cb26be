import { expect, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent, defineView } from '../index.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from '../testing/contracts/log-fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

const Sampled = defineEvent(sampleEvent('').type, z.object({ name: z.string() }));
const count = defineView('count', { initial: { n: 0 } }).on(Sampled, (draft) => void (draft.n += 1));

async function sampleDevice() {
  const device = testDevice();
  const { log } = await device.open();
  await log.append(sampleBatch('w', 1, ['a', 'b']));
  await log.seal();
  await log.append(sampleBatch('w', 2, ['c']));
  await log.close();
  const openStore = () => createStore({ events: [Sampled], views: [count], log: dexieLog('shop', device.options) });
  return { device, openStore };
}

test('[LOG-5] retries on a new connection, whichever read of an opening fails with UnknownError', async () => {
  const { device, openStore } = await sampleDevice();
  let reads = 0;
  for (; ; reads++) {
    const stop = device.failReads({ after: reads });
    const store = openStore();
    await store.ready;
    const failed = stop();
    expect([store.get(count).n, store.status.storage, store.status.storageError]).toEqual([3, 'ok', undefined]);
    await store.close();
    if (failed === 0) break;
  }
  expect(reads).toBeGreaterThan(3);
});

test('[LOG-5] a log that the platform fails to read twice is not reported as corrupt', async () => {
  const { device, openStore } = await sampleDevice();
  const { log } = await device.open();
  const stop = device.failReads({ times: Infinity });
  const cause = { name: 'UnknownError' };
  try {
    await expect(log.read({ after: 0, limit: 10 })).rejects.toMatchObject({ code: 'log.read_failed', cause });
    await expect(log.open()).rejects.toMatchObject({ code: 'log.open_failed', cause });
    await expect(openStore().ready).rejects.toMatchObject({ code: 'log.open_failed', cause });
  } finally {
    stop();
  }
  expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b', '3:c']);
});

test('[LOG-5] replaces a connection that aborts all transactions', async () => {
  const { device } = await sampleDevice();
  const { log, told } = await device.open();
  const works: readonly (() => Promise<unknown>)[] = [
    () => log.append(sampleBatch('w', 3, ['d'])),
    () => log.read({ after: 0, limit: 10 }),
    () => log.import(sampleBatch('w', 4, ['e'])),
    () => log.seal(),
    () => log.flush(),
    () => log.snapshots!.put('count', [{ id: 'page', rows: [] }]),
    () => Promise.all([log.append(sampleBatch('w', 5, ['f'])), log.append(sampleBatch('v', 1, ['g'])), log.open()]),
  ];
  for (const work of works) {
    device.breakLast();
    await work();
  }
  expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b', '3:c', '4:d', '5:e', '6:f', '7:g']);
  expect(told.filter((code) => code !== undefined)).toEqual([]);
});

test('[LOG-5] a store on such a connection stores its events without a retry by the app', async () => {
  const { device, openStore } = await sampleDevice();
  const store = openStore();
  await store.ready;
  const failures: unknown[] = [];
  store.system$.subscribe((event) => event.type === 'storage.failed' && failures.push(event));
  device.breakLast();
  await store.append(Sampled({ name: 'd' })).until('flushed');
  await store.append(Sampled({ name: 'e' })).until('stored');
  expect([store.status.storage, store.status.unsaved, failures]).toEqual(['ok', 0, []]);
  await store.close();
  expect(placesOf(await readAll((await device.open()).log))).toHaveLength(5);
});
