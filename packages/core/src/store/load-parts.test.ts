import { afterEach, describe, expect, test, vi } from 'vitest';
import type * as loading from '../errors/load-part.ts';
import { compact, createStore, eventIdFrom, memoryLog, prepareServerStore, serverStore } from '../index.ts';
import { fileOf, line, openShop as openWithStaging } from '../files/files.fixture.ts';
import { testEnv } from '../env/env.fixture.ts';
import { importLog } from '../files/import-log.ts';
import { loadedMemoryLog } from '../memory/loaded-memory-log.ts';
import { createUndo } from '../undo/create-undo.ts';
import { isReleased } from '../fold/window/released-event.ts';
import { withSizes } from '../sizes.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { events, openShop, Sold, takings } from './shop.fixture.ts';
import { defineView } from '../model/view.ts';
import { defineCommand } from '../model/command.ts';

/** What happens before a part is loaded, by part. By default, nothing. */
const before = vi.hoisted(() => new Map<string, () => Promise<void>>());
vi.mock('../errors/load-part.ts', async (original) => {
  const { loadPart } = await original<typeof loading>();
  return {
    loadPart: (part: string, load: () => Promise<unknown>) =>
      loadPart(part, async () => {
        await before.get(part)?.();
        return load();
      }),
  };
});
afterEach(() => before.clear());

/** Holds a part back until the returned function is called. */
function hold(part: string): () => void {
  let release!: () => void;
  const held = new Promise<void>((resolve) => (release = resolve));
  before.set(part, () => held);
  return release;
}

/** Makes the next loading of a part fail. */
function failOnce(part: string): void {
  before.set(part, () => {
    before.delete(part);
    return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  });
}
const notLoaded = (part: string): object => ({ code: 'part.not_loaded', details: { part } });

const late = defineView('late', { initial: { sold: 0 } }).on(Sold, (draft, e) => void (draft.sold += e.data.qty));
const sellOne = defineCommand('one.sell', { decide: () => Sold({ sku: 'a', qty: 1 }) });
const sale = (name: string, qty = 1) => ({
  id: eventIdFrom(name),
  type: 'order.placed' as const,
  timestamp: '2020-01-01T00:00:00.000Z',
  data: { sku: 'a', qty },
});

describe('[LOAD-3] while the code of an import loads', () => {
  test('appends and reads go on, and imports follow in the order of their calls', async () => {
    const store = await openShop();
    const release = hold('import');
    const results = Promise.all([store.import([sale('1'), sale('2')]), store.import([sale('2', 9), sale('3')])]);
    await store.append(Sold({ sku: 'a', qty: 10 })).until('stored');
    expect(store.get(takings).sold).toBe(10);
    release();
    expect(await results).toMatchObject([{ added: 2 }, { added: 1, refused: [{ index: 0 }] }]);
    expect(store.get(takings).sold).toBe(13);
  });

  test('closing waits for nothing, and the import rejects and adds nothing', async () => {
    const log = memoryLog();
    const store = await openShop({ ...log, close: () => Promise.resolve() });
    const release = hold('import');
    const result = store.import([sale('1')]);
    await store.close();
    release();
    await expect(result).rejects.toMatchObject({ code: 'store.closed' });
    expect((await log.open()).position).toBe(0);
  });
});

test('[LOAD-3] an import whose code cannot be loaded adds nothing, and the next import works', async () => {
  const store = await openShop();
  failOnce('import');
  const [first, second] = await Promise.allSettled([store.import([sale('1')]), store.import([sale('1')])]);
  expect(first).toMatchObject({ reason: notLoaded('import') });
  expect(second).toMatchObject({ value: { added: 1 } });
  expect(store.get(takings).sold).toBe(1);
});

describe('[LOAD-3] while the code of attach loads', () => {
  test('appends go on, commands are there, and the read model has all events when it appears', async () => {
    const store = await openShop();
    await store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
    const release = hold('attach');
    const attached = store.attach(late, sellOne);
    store.append(Sold({ sku: 'a', qty: 10 }));
    expect([store.lists(sellOne), store.lists(late), store.get(takings).sold]).toEqual([true, false, 11]);
    release();
    expect((await attached).get(late).sold).toBe(11);
  });

  test('closing waits for it, and it rejects', async () => {
    const store = await openShop();
    const release = hold('attach');
    const ended: string[] = [];
    const attached = store.attach(late).catch((error: unknown) => {
      ended.push('attach');
      return error;
    });
    const closed = store.close().then(() => ended.push('close'));
    release();
    await closed;
    expect(await attached).toMatchObject({ code: 'store.closed' });
    expect(ended).toEqual(['attach', 'close']);
  });
});

test('[LOAD-3] [VIEW-4] attach whose code cannot be loaded changes nothing, and the next one works', async () => {
  const store = await openShop();
  store.append(Sold({ sku: 'a', qty: 1 }));
  failOnce('attach');
  await expect(store.attach(late, sellOne)).rejects.toMatchObject(notLoaded('attach'));
  expect([store.lists(late), store.lists(sellOne), store.get(takings).sold]).toEqual([false, false, 1]);
  expect((await store.attach(late)).get(late).sold).toBe(1);
});

test.each(['file import', 'attach'])(
  '[LOAD-3] a file adds nothing when the part "%s" cannot be loaded, and works the next time',
  async (part) => {
    const { store, log } = await openWithStaging();
    failOnce(part);
    await expect(importLog(store, fileOf(line('1')))).rejects.toMatchObject(notLoaded(part));
    expect((await log.open()).position).toBe(0);
    expect(await importLog(store, fileOf(line('1')))).toMatchObject({ added: 1 });
    expect(store.get(takings).sold).toBe(1);
  },
);

test('[LOAD-3] a compaction whose code cannot be loaded drops nothing, and the next one works', async () => {
  const store = await openShop(memoryLog('shop', { undoHorizon: 0 }));
  await store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
  failOnce('compaction');
  await expect(compact(store, { keepEvents: 0 })).rejects.toMatchObject(notLoaded('compaction'));
  expect(await compact(store, { keepEvents: 0 })).toMatchObject({ dropped: 1 });
});

describe('[LOAD-5] the log of a store that brings none', () => {
  const create = () => createStore({ events, views: [takings], env: testEnv() });

  test('the store is opening until its code is loaded', async () => {
    const release = hold('memory log');
    const store = create();
    await Promise.resolve();
    expect(store.status.phase).toBe('opening');
    expect(() => store.append(Sold({ sku: 'a', qty: 1 }))).toThrow(
      expect.objectContaining({ code: 'store.not_ready' }),
    );
    release();
    await store.ready;
    await store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
    expect(store.get(takings).sold).toBe(1);
  });

  test('if it cannot be loaded, opening fails; the store can be closed, and the next one opens', async () => {
    failOnce('memory log');
    const store = create();
    await expect(store.ready).rejects.toMatchObject(notLoaded('memory log'));
    expect(store.status.phase).toBe('failed');
    await store.close();
    await expect(create().ready).resolves.toBeUndefined();
  });

  test('it opens after it could not be loaded', async () => {
    failOnce('memory log');
    const log = loadedMemoryLog();
    await expect(log.open()).rejects.toMatchObject(notLoaded('memory log'));
    expect((await log.open()).position).toBe(0);
  });

  test('a store with a log of its own does not load it', async () => {
    failOnce('memory log');
    await openShop();
    expect(before.has('memory log')).toBe(true);
  });
});

test('[LOAD-6] events of a server are folded once the code that checks them is loaded', async () => {
  const store = await openShop();
  const given = [sale('1', 7)];
  expect(() => serverStore(store, given)).toThrow(expect.objectContaining(notLoaded('server events')));
  failOnce('server events');
  await expect(prepareServerStore(store, given)).rejects.toMatchObject(notLoaded('server events'));
  // React drops the promise of a render that it repeats. Vitest reports a rejection that nobody handles.
  failOnce('server events');
  expect(prepareServerStore(store, given)).toBeInstanceOf(Promise);
  await expect.poll(() => before.has('server events')).toBe(false);
  const release = hold('server events');
  const prepared = prepareServerStore(store, given);
  expect(() => serverStore(store, given)).toThrow(expect.objectContaining(notLoaded('server events')));
  release();
  await prepared;
  expect(prepareServerStore(store, given)).toBeUndefined();
  expect(serverStore(store, given).get(takings).sold).toBe(7);
  expect(store.get(takings).sold).toBe(0);
});

test('[LOAD-7] a log that is not young opens without the code of the undo window, and undoes and saves with it later', async () => {
  await withSizes({ boundedFrom: 3, snapshotDue: 4 }, async () => {
    const log = { ...memoryLog('memory', { undoHorizon: 0 }), close: () => Promise.resolve() };
    const first = await openShop(log);
    for (let sold = 1; sold <= 3; sold++) first.append(Sold({ sku: 'a', qty: 1 }));
    await first.close();
    failOnce('undo window');
    const store = await openShop(log);
    expect([before.has('undo window'), store.get(takings).sold]).toEqual([false, 3]);
    await store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
    const handle = testHandle(store);
    await handle.saveSnapshots();
    expect(await log.snapshots!.read('takings')).toBeDefined();
    expect(createUndo(store).undo()).toMatchObject({ ok: false });
    await store.close();
    expect((await openShop(log)).get(takings).sold).toBe(4);
  });
});

test('[LOAD-7] [UNDO-8] the code that bounds memory is loaded once undo holds many events; the next change tries again', async () => {
  await withSizes({ boundedFrom: 3, heldBytes: 1 }, async () => {
    const store = await openShop();
    const sell = () => store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
    const released = () => testHandle(store).heldEvents.filter(({ event }) => isReleased(event)).length;
    failOnce('memory bound');
    for (let held = 1; held <= 2; held++) await sell();
    expect(before.has('memory bound')).toBe(true);
    await sell();
    await expect.poll(() => before.has('memory bound')).toBe(false);
    expect(released()).toBe(0);
    const release = hold('memory bound');
    await sell();
    expect([released(), store.get(takings).sold]).toEqual([0, 4]);
    release();
    await expect.poll(released).toBe(4);
  });
});
