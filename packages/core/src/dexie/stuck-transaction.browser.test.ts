import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent } from '../index.ts';
import { dexieLog } from './dexie-log.ts';
import { holdTransaction } from './hold-transaction.fixture.ts';

const Noted = defineEvent('noted', z.object({ text: z.string() }));

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
  const other = await new Dexie(name).open();
  const release = holdTransaction(other.backendDB());
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
