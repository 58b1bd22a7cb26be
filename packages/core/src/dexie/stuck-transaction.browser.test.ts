import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent } from '../index.ts';
import { dexieLog } from './dexie-log.ts';

const Noted = defineEvent('noted', z.object({ text: z.string() }));

/** A transaction over all of a database that does not end before the returned function is called. */
async function holdTransaction(name: string): Promise<() => void> {
  const db = await new Dexie(name).open();
  const connection = db.backendDB();
  const transaction = connection.transaction([...connection.objectStoreNames], 'readwrite');
  let isHeld = true;
  const again = (): void => {
    if (isHeld) transaction.objectStore('head').get('head').onsuccess = again;
    else db.close();
  };
  again();
  return () => void (isHeld = false);
}

test('[LOG-14] a store is blocked while another tab holds a transaction, and stores all when that ends', async () => {
  const name = `stuck-${crypto.randomUUID()}`;
  const timers = new Set<() => void>();
  const timer = (task: () => void) => {
    timers.add(task);
    return () => void timers.delete(task);
  };
  const store = createStore({ events: [Noted], views: [], log: dexieLog(name, { timer }) });
  await store.ready;
  await store.append(Noted({ text: 'first' })).until('stored');
  const release = await holdTransaction(name);
  store.append(Noted({ text: 'second' }));
  await expect.poll(() => timers.size).toBe(1);
  for (const task of timers) task();
  expect(store.status).toMatchObject({ storage: 'blocked', unsaved: 1, storageError: { code: 'log.blocked' } });
  const third = store.append(Noted({ text: 'third' }));
  expect(store.status).toMatchObject({ unsaved: 2 });
  release();
  await third.until('stored');
  expect(store.status).toMatchObject({ storage: 'ok', unsaved: 0 });
  await store.close();
  const log = dexieLog(name);
  expect((await log.open()).position).toBe(3);
  await log.close();
  await Dexie.delete(name);
});
