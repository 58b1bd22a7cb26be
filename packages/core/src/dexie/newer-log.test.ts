import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { createStore, defineEvent, defineView, isRefoldError } from '../index.ts';
import { sampleBatch } from '../testing/contracts/log-fixture.ts';
import * as z from 'zod';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

const newer = { code: 'log.format_newer', details: { log: 'shop', known: 2 } };
const Added = defineEvent('added', z.object({ n: z.number() }));
const sum = defineView('sum', { initial: { n: 0 } }).on(Added, (draft, e) => void (draft.n += e.data.n));

/** Opens the database as a future release would, whose format has other object stores. */
async function upgrade({ options }: ReturnType<typeof testDevice>): Promise<Dexie> {
  const db = new Dexie('shop', options as ConstructorParameters<typeof Dexie>[1]);
  db.version(1).stores({ head: 'key', out: '++n', segments: 'first', stage: '[import+n]' });
  db.version(3).stores({ head: null, log: 'key', stage: null, pages: null, manifests: null });
  await db.open();
  return db;
}

/** The databases and object stores as the browser has them. */
async function shape({ indexedDB }: ReturnType<typeof testDevice>): Promise<unknown> {
  const [database] = await indexedDB.databases();
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('shop');
    opening.onerror = () => reject(new Error('no database', { cause: opening.error }));
    opening.onsuccess = () => {
      const { objectStoreNames } = opening.result;
      opening.result.close();
      resolve({ ...database, stores: [...objectStoreNames] });
    };
  });
}

test('[LOG-5] an open log closes for an upgrade, reports it, and leaves the newer format alone', async () => {
  const device = testDevice();
  const { log, told, tells } = await device.open();
  await log.append(sampleBatch('w', 1, ['a']));
  const telling = tells();
  const tomorrow = await upgrade(device);
  await telling;
  expect(told).toEqual(['log.format_newer']);
  const asUpgraded = await shape(device);
  await expect(log.append(sampleBatch('w', 2, ['b']))).rejects.toMatchObject(newer);
  await expect(log.read({ after: 0, limit: 10 })).rejects.toMatchObject(newer);
  await expect(dexieLog('shop', device.options).open()).rejects.toMatchObject(newer);
  expect(await shape(device)).toEqual(asUpgraded);
  expect(asUpgraded).toMatchObject({ version: 30, stores: ['log', 'out', 'segments'] });
  expect(tomorrow.isOpen()).toBe(true);
  tomorrow.close();
});

test('[LOG-5] a store whose log was upgraded reports `blocked` with the reason, and exports its unsaved events', async () => {
  const device = testDevice();
  const store = createStore({ events: [Added], views: [sum], log: dexieLog('shop', device.options) });
  await store.ready;
  await store.append(Added({ n: 1 })).until('stored');
  const blocked = new Promise<void>((resolve) => {
    store.status$.subscribe(({ storage }) => {
      if (storage === 'blocked') resolve();
    });
  });
  const tomorrow = await upgrade(device);
  await blocked;
  expect(store.status).toMatchObject({ phase: 'ready', storage: 'blocked', storageError: newer, unsaved: 0 });
  const rejected = await store
    .append(Added({ n: 2 }))
    .until('stored')
    .catch((error: unknown) => error);
  expect(isRefoldError(rejected, 'log.format_newer')).toBe(true);
  await expect(store.storage.retry()).rejects.toMatchObject(newer);
  expect([store.get(sum).n, store.storage.unsaved.map(({ data }) => data)]).toEqual([3, [{ n: 2 }]]);
  tomorrow.close();
});
