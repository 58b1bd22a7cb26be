import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { createStore, defineCollection, defineEvent, prepareServerStore, serverStore } from '../index.ts';
import { dexieLog } from './index.ts';

// Like any server, Node has neither IndexedDB nor a page.
const Added = defineEvent('added', z.object({ id: z.string() }));
const rows = defineCollection('rows', { key: (row: { id: string }) => row.id }).on(Added, (all, e) => all.put(e.data));
const open = () => createStore({ events: [Added], views: [rows], log: dexieLog('shop') });

afterEach(() => void vi.unstubAllGlobals());

test('[BOOT-1] on a server, a store over dexieLog is ready at once, and empty', async () => {
  const store = open();
  expect([store.status.phase, store.get(rows).size]).toEqual(['ready', 0]);
  await store.ready;
  await store.close();
});

test('[BOOT-1] on a server, an append is refused with a code, and the status shows it', async () => {
  const store = open();
  const receipt = store.append(Added({ id: 'a' }));
  await expect(receipt.until('stored')).rejects.toMatchObject({ code: 'log.absent', details: { log: 'shop' } });
  await expect(receipt.until('flushed')).rejects.toMatchObject({ code: 'log.absent' });
  await expect(
    store.import([
      {
        id: 'evt_01890a5d-ac96-774b-bcce-b302099a8057',
        type: 'added',
        timestamp: '2026-05-01T09:00:00.000Z',
        version: 1,
        data: { id: 'b' },
      },
    ]),
  ).rejects.toMatchObject({ code: 'log.absent' });
  expect(store.status).toMatchObject({ storage: 'degraded', unsaved: 2, storageError: { code: 'log.absent' } });
});

test('[BOOT-1] events appended on a server are in no page that it renders', () => {
  const store = open();
  store.append(Added({ id: 'a' }));
  expect([store.get(rows).size, serverStore(store).get(rows).size]).toEqual([1, 0]);
});

test.each(['window', 'location'])(
  '[BOOT-1] in a browser without IndexedDB, known by its %s, opening fails with a code',
  async (name) => {
    vi.stubGlobal(name, {});
    const store = open();
    await expect(store.ready).rejects.toMatchObject({ code: 'log.open_failed' });
    expect(store.status.phase).toBe('failed');
  },
);

test("[BOOT-1] a server's store has the same definitions, also attached ones, and the events that it is given", async () => {
  const store = open();
  const event = {
    id: 'evt_01890a5d-ac96-774b-bcce-b302099a8057',
    type: 'added',
    timestamp: '2026-05-01T09:00:00.000Z',
    version: 1,
    data: { id: 'b' },
  };
  await prepareServerStore(store, [event]);
  expect(serverStore(store, [event]).get(rows).get('b')).toEqual({ id: 'b' });
  expect([store.get(rows).size, serverStore(store) === serverStore(store)]).toEqual([0, true]);
  const others = defineCollection('others', { key: (row: { id: string }) => row.id });
  await store.attach(others);
  expect(serverStore(store).get(others).size).toBe(0);
  expect(() => serverStore(store, [{ ...event, data: { id: 1 } } as never])).toThrow(
    expect.objectContaining({ code: 'event.invalid' }),
  );
  const inMemory = createStore({ events: [Added], views: [rows] });
  expect(serverStore(inMemory)).toBe(inMemory);
});
