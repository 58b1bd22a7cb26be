import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent, defineView, memoryLog, RefoldError, type SystemEvent } from '../index.ts';
import type { EventLog } from '../log/index.ts';
import { platformEnv } from '../env/env.ts';
import { faultyLog, testEnv } from '../env/env.fixture.ts';

const Added = defineEvent('added', z.object({ n: z.number() }));
const sum = defineView('sum', { initial: { n: 0 } }).on(Added, (draft, e) => void (draft.n += e.data.n));
const lost = { code: 'log.lost' };

/** A log that can fail, and reports it. */
function fickleLog(inner: EventLog = memoryLog()) {
  let fault: RefoldError | undefined;
  let tell: (fault: RefoldError | undefined) => void = () => undefined;
  const unless =
    <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (fault !== undefined) throw fault;
      return work(...args);
    };
  const log: EventLog = {
    ...inner,
    open: unless(inner.open),
    append: unless(inner.append),
    import: unless(inner.import),
    read: unless(inner.read),
    find: unless(inner.find),
    onFault: (listener) => void (tell = listener),
  };
  return {
    log,
    /** Sets the fault; reports it at once, unless `isTold` is false. */
    set(next: RefoldError | undefined, isTold = true) {
      fault = next;
      if (isTold) tell(next);
    },
  };
}
const gone = new RefoldError('log.lost', { log: 'shop' });
const blocked = new RefoldError('log.blocked', { log: 'shop', action: 'open', afterMs: 1 });

async function open(log: EventLog, env = testEnv()) {
  const store = createStore({ events: [Added], views: [sum], log, env });
  const told: SystemEvent['type'][] = [];
  store.system$.subscribe(({ type }) => told.push(type));
  await store.ready;
  return { store, told, env };
}

test('[LOG-2] the status counts events in memory as unsaved and pending, until they are stored', async () => {
  const { store } = await open(memoryLog());
  const counts: unknown[] = [];
  const receipt = store.append(Added({ n: 1 }), Added({ n: 2 }));
  store.status$.subscribe(({ unsaved, pending }) => void counts.push([unsaved, pending]));
  await receipt.until('stored');
  expect([counts.at(0), counts.at(-1)]).toEqual([
    [2, 2],
    [0, 0],
  ]);
});

describe('[LOG-5] a store whose log is lost', () => {
  test('reports it at once, continues in memory, keeps unsaved events, and rejects receipts', async () => {
    const { log, set } = fickleLog();
    const { store, told } = await open(log);
    await store.append(Added({ n: 1 })).until('stored');
    set(gone);
    expect(store.status).toMatchObject({ storage: 'lost', storageError: lost, unsaved: 0 });
    const receipt = store.append(Added({ n: 2 }));
    expect([receipt.stage, store.get(sum).n, store.status.unsaved]).toEqual(['failed', 3, 1]);
    await expect(receipt.until('stored')).rejects.toMatchObject(lost);
    await expect(store.import([])).rejects.toMatchObject(lost);
    await expect(store.storage.retry()).rejects.toMatchObject(lost);
    expect(told).toEqual(['storage.failed']);
    expect(store.storage.unsaved.map(({ data }) => data)).toEqual([{ n: 2 }]);
  });

  test('exports its unsaved events into a new store', async () => {
    const { log, set } = fickleLog();
    const { store } = await open(log);
    set(gone, false);
    await expect(store.append(Added({ n: 2 })).until('stored')).rejects.toMatchObject(lost);
    const kept = store.storage.unsaved;
    await expect(store.destroy()).rejects.toMatchObject({ code: 'store.unsaved', details: { events: 1 }, cause: lost });
    expect(store.append(Added({ n: 3 })).stage).toBe('failed');
    await store.destroy({ discard: true });
    const { store: next } = await open(memoryLog());
    expect(await next.import(kept)).toEqual({ added: 1, duplicates: 0, refused: [] });
    expect(next.get(sum)).toEqual({ n: 2 });
  });

  test('counts a write that succeeds after the loss as stored, fails the later commits, and writes nothing more', async () => {
    const { log, set } = fickleLog();
    let finish = (): void => undefined;
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const slow: EventLog = {
      ...log,
      append: async (batch) => {
        const outcome = await log.append(batch);
        await new Promise<void>((resolve) => {
          finish = resolve;
          begin();
        });
        return outcome;
      },
    };
    const { store } = await open(slow);
    const first = store.append(Added({ n: 1 }));
    await begun;
    const second = store.append(Added({ n: 2 }));
    set(gone);
    // The log would accept more, but the store must not try.
    set(undefined, false);
    finish();
    await first.until('stored');
    await expect(second.until('stored')).rejects.toMatchObject(lost);
    expect(store.status).toMatchObject({ storage: 'lost', pending: 1 });
    expect((await log.open()).position).toBe(1);
  });

  test('writes its unsaved events in order, once an explicit retry finds the log again', async () => {
    const inner = memoryLog();
    const { log, set } = fickleLog(inner);
    const { store, told, env } = await open(log);
    set(gone);
    const receipts = [1, 2].map((n) => store.append(Added({ n })));
    set(undefined, false);
    const third = store.append(Added({ n: 3 }));
    expect(third.stage).toBe('failed');
    // Not even as the page closes.
    env.hide();
    expect((await inner.open()).position).toBe(0);
    await store.storage.retry();
    await Promise.all([...receipts, third].map((receipt) => receipt.until('stored')));
    expect(store.status).toMatchObject({ storage: 'ok', storageError: undefined, pending: 0 });
    expect(told).toEqual(['storage.failed', 'storage.recovered']);
    const { commits } = await inner.read({ after: 0, limit: 10 });
    expect(commits.map((c) => c.events[0]!.data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });
});

describe('[LOG-5] a log that is unavailable', () => {
  test('blocks an open store, which writes its unsaved events when the log is available again', async () => {
    const { log, set } = fickleLog();
    const { store } = await open(log);
    set(blocked);
    expect(store.status).toMatchObject({ storage: 'blocked', storageError: { code: 'log.blocked' } });
    const receipt = store.append(Added({ n: 1 }));
    await expect(receipt.until('stored')).rejects.toMatchObject({ code: 'log.blocked' });
    set(undefined);
    await receipt.until('stored');
    expect(store.status).toMatchObject({ storage: 'ok', pending: 0 });
  });

  test.each([
    ['lost', gone],
    ['blocked', blocked],
    ['degraded', new RefoldError('log.corrupt', { log: 'shop', where: 'x' })],
  ])('at opening: %s, with the error', async (storage, error) => {
    const { log, set } = fickleLog();
    set(error, false);
    const store = createStore({ events: [Added], views: [sum], log, env: testEnv() });
    await expect(store.ready).rejects.toBe(error);
    expect(store.status).toMatchObject({ phase: 'failed', storage, storageError: error });
    await store.destroy();
    expect(store.status.phase).toBe('closed');
  });
});

test('[LOG-5] full: the app continues in memory, and a retry stores everything in order once there is space', async () => {
  const log = faultyLog();
  const { store } = await open(log);
  const full = new RefoldError('log.full', { log: 'shop', events: 1 });
  const append = log.append;
  Object.assign(log, { append: () => Promise.reject(full) });
  for (const n of [1, 2]) await expect(store.append(Added({ n })).until('stored')).rejects.toBe(full);
  await expect(store.storage.retry()).rejects.toBe(full);
  expect([store.status.storage, store.status.unsaved, store.get(sum).n]).toEqual(['full', 2, 3]);
  Object.assign(log, { append });
  await store.storage.retry();
  expect(store.status).toMatchObject({ storage: 'ok', pending: 0 });
});

test('[LOG-5] without unsaved events, a retry repeats the failed operation before storage is `ok`', async () => {
  const full = new RefoldError('log.full', { log: 'memory', events: 0 });
  const inner = memoryLog();
  const log: EventLog = { ...inner, seal: () => Promise.reject(full) };
  const { store, env } = await open(log);
  for (let n = 0; n < 64; n++) await store.append(Added({ n })).until('stored');
  env.runIdle();
  await expect.poll(() => store.status).toMatchObject({ storage: 'full', storageError: full, pending: 0 });
  await expect(store.storage.retry()).rejects.toBe(full);
  expect(store.status.storage).toBe('full');
  log.seal = inner.seal;
  await store.storage.retry();
  expect(store.status).toMatchObject({ storage: 'ok', storageError: undefined });
});

describe('[LOG-11] destroying a store', () => {
  test('stores nothing more, closes it, and deletes the log; a second call succeeds', async () => {
    const inner = memoryLog();
    let destroyed = 0;
    const log: EventLog = {
      ...inner,
      destroy: async () => {
        destroyed += 1;
        if (destroyed === 1) throw blocked;
      },
    };
    const { store } = await open(log);
    store.append(Added({ n: 1 }));
    await expect(store.destroy()).rejects.toBe(blocked);
    expect(store.status.phase).toBe('closed');
    expect(() => store.append(Added({ n: 1 }))).toThrow(expect.objectContaining({ code: 'store.closed' }));
    await store.destroy();
    expect(destroyed).toBe(2);
  });

  test('with unsaved events that cannot be stored changes nothing, unless they are to be discarded', async () => {
    const log = faultyLog();
    const { store } = await open(log);
    log.faults.push('lost', 'lost');
    store.append(Added({ n: 1 }));
    await expect(store.storage.retry()).rejects.toMatchObject({ code: 'log.write_failed' });
    await expect(store.destroy()).rejects.toMatchObject({ code: 'store.unsaved', details: { events: 1 } });
    expect(store.status).toMatchObject({ phase: 'ready', pending: 1 });
    log.faults.push('lost', 'lost', 'lost');
    await store.destroy({ discard: true });
    expect(store.status.phase).toBe('closed');
  });
});

test('[LOG-12] the browser is asked to keep storage when the app asks, and the app gets its answer', async () => {
  const answers = [true, false, undefined];
  const env = { ...testEnv(), persist: async () => answers.shift() };
  const { store } = await open(memoryLog(), env);
  expect([await store.storage.persist(), await store.storage.persist(), await store.storage.persist()]).toEqual([
    true,
    false,
    undefined,
  ]);
});

test.each<[what: string, navigator: unknown, answer: boolean | undefined]>([
  ['a browser that says yes', { storage: { persist: () => Promise.resolve(true) } }, true],
  ['one that says no', { storage: { persist: () => Promise.resolve(false) } }, false],
  [
    'a page that may not ask',
    { storage: { persist: () => Promise.reject(new TypeError('opaque origin')) } },
    undefined,
  ],
  ['an old browser', {}, undefined],
  ['no browser', undefined, undefined],
])('[LOG-12] by default the platform is asked: %s', async (_, navigator, answer) => {
  vi.stubGlobal('navigator', navigator);
  try {
    expect(await platformEnv().persist()).toBe(answer);
  } finally {
    vi.unstubAllGlobals();
  }
});
