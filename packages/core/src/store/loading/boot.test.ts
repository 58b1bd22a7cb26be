import type { SystemEvent } from '../../fold/telemetry.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  createStore,
  defineCollection,
  defineEvent,
  defineView,
  eventIdFrom,
  memoryLog,
  type StoreStatus,
} from '../../index.ts';
import { faultyLog, testEnv } from '../../env/env.fixture.ts';
import { Closed, events, Listed, openShop, sell, Sold, stock, takings } from '../shop.fixture.ts';
import { watch } from '../../binding/watch.ts';

const allOf = async (log: ReturnType<typeof memoryLog>) =>
  (await log.read({ after: 0, limit: 10_000 })).commits.flatMap((c) => c.events);

describe('[BOOT-1] a store', () => {
  test('exists at once; until ready, reading and writing throw, and subscribing does not', async () => {
    const store = createStore({ events, views: [stock, takings], commands: [sell], env: testEnv() });
    const phases: string[] = [];
    store.status$.subscribe(({ phase }) => phases.push(phase));
    const notReady = (action: string) =>
      expect.objectContaining({ code: 'store.not_ready', details: { action } }) as Error;
    expect(() => store.append(Closed())).toThrow(notReady('append'));
    expect(() => store.run(sell, { sku: 'a', qty: 1 })).toThrow(notReady('run("order.place")'));
    expect(() => store.get(takings)).toThrow(notReady('get("takings")'));
    expect(() => store.observe(takings)).toThrow(notReady('observe("takings")'));
    expect(() => watch(store, takings)).toThrow(notReady('watch("takings")'));
    expect(() => store.get(takings)).toThrowErrorMatchingInlineSnapshot(
      `[RefoldError: Cannot call get("takings"): the store is not open yet. Await store.ready first. If opening failed, it rejects with the reason. [store.not_ready]]`,
    );
    await expect(store.import([])).rejects.toEqual(notReady('import'));
    const seen: string[] = [];
    store.on('day.closed').subscribe((e) => seen.push(e.type));
    await store.ready;
    store.append(Closed());
    expect([seen, phases]).toEqual([['day.closed'], ['opening', 'ready', 'ready']]);
  });

  test('that cannot open reports it', async () => {
    const log = { ...memoryLog(), open: () => Promise.reject(new Error('no disk')) };
    const store = createStore({ events, views: [takings], log, env: testEnv() });
    await expect(store.ready).rejects.toThrow('no disk');
    expect(store.status.phase).toBe('failed');
    expect(() => store.get(takings)).toThrow(expect.objectContaining({ code: 'store.not_ready' }) as Error);
    await store.close();
    expect(store.status.phase).toBe('closed');
  });

  test('does not emit to its listeners the events it reads from the log', async () => {
    const log = memoryLog();
    await (await openShop(log)).append(Closed()).until('stored');
    const store = createStore({ events, views: [takings], log, env: testEnv() });
    let told = 0;
    store.events$.subscribe(() => (told += 1));
    await store.ready;
    expect([told, store.get(takings).days]).toEqual([0, 1]);
  });
});

test('[LOG-1] state is the fold of the log: it is the same after a reload, however the events arrived', async () => {
  const log = memoryLog();
  const store = await openShop(log);
  for (let i = 0; i < 300; i++) store.append(Listed({ sku: `p${i}`, left: 5 }), Sold({ sku: `p${i % 7}`, qty: 1 }));
  await store.import([
    { id: eventIdFrom('x'), type: 'day.closed', timestamp: '2020-01-01T00:00:00.000Z', data: undefined },
  ]);
  await store.append(Closed()).until('stored');
  const again = await openShop(log);
  expect([...again.get(stock)]).toEqual([...store.get(stock)]);
  expect(again.get(takings)).toEqual(store.get(takings));
  expect(again.get(takings)).toEqual({ sold: 300, days: 2 });
});

describe('[EVT-5] a log that outlives its app', () => {
  const v1 = defineEvent('note.written', z.object({ text: z.string() }));
  const v2 = defineEvent('memo.written', z.object({ text: z.string() }), { formerly: ['note.written'] }).version(
    z.object({ text: z.string(), words: z.int() }),
    ({ text }) => ({ text, words: text.split(' ').length }),
  );
  const Pinned = defineEvent('memo.pinned', z.object({ text: z.string() }));
  interface Memo {
    readonly text: string;
    readonly words: number;
  }
  const memos = defineCollection('memos', { key: (m: Memo) => m.text }).on(v2, (rows, e) => rows.put(e.data));
  const pins = defineView('pins', { initial: { count: 0 } }).on(Pinned, (draft) => void (draft.count += 1));

  test('is folded by a newer app through its upcasters, and not rewritten', async () => {
    const log = memoryLog();
    const old = createStore({ events: [v1], views: [], log, env: testEnv() });
    await old.ready;
    await old.append(v1({ text: 'one two' })).until('stored');
    const text = JSON.stringify(await allOf(log));
    const store = createStore({ events: [v2], views: [memos], log, env: testEnv() });
    await store.ready;
    expect([...store.get(memos)]).toEqual([{ text: 'one two', words: 2 }]);
    await store.append(v2({ text: 'x', words: 1 })).until('stored');
    const stored = await allOf(log);
    expect(JSON.stringify(stored.slice(0, 1))).toBe(text);
    expect(stored.map((e) => [e.type, e.version])).toEqual([
      ['note.written', 1],
      ['memo.written', 2],
    ]);
  });

  test('keeps events unknown to an older app, which skips and reports them; they fold after the upgrade', async () => {
    const log = memoryLog();
    const newer = createStore({ events: [v2, Pinned], views: [memos, pins], log, env: testEnv() });
    await newer.ready;
    await newer.append(v2({ text: 'a b', words: 2 }), Pinned({ text: 'a b' })).until('stored');
    const text = JSON.stringify(await allOf(log));

    const older = createStore({
      events: [defineEvent('memo.written', z.object({ text: z.string() }))],
      views: [],
      log,
      env: testEnv(),
    });
    const told: SystemEvent[] = [];
    older.system$.subscribe((e) => told.push(e));
    await older.ready;
    expect(older.status.skipped).toBe(2);
    expect(told).toMatchObject([
      { type: 'event.skipped', position: 1, error: { code: 'event.newer' } },
      { type: 'event.skipped', position: 2, error: { code: 'event.unknown' } },
    ]);
    expect(JSON.stringify(await allOf(log))).toBe(text);

    const upgraded = createStore({ events: [v2, Pinned], views: [memos, pins], log, env: testEnv() });
    await upgraded.ready;
    expect([[...upgraded.get(memos)], upgraded.get(pins), upgraded.status.skipped]).toEqual([
      [{ text: 'a b', words: 2 }],
      { count: 1 },
      0,
    ]);
  });

  test('keeps a payload that no longer fits, which is skipped; the events around it fold', async () => {
    const log = memoryLog();
    const loose = defineEvent('memo.written', z.object({ text: z.json() }));
    const before = createStore({ events: [loose], views: [], log, env: testEnv() });
    await before.ready;
    await before.append(loose({ text: 'a' }), loose({ text: 5 }), loose({ text: 'b' })).until('stored');
    const strict = defineEvent('memo.written', z.object({ text: z.string() }));
    const texts = defineView('texts', { initial: [] as string[] }).on(
      strict,
      (draft, e) => void draft.push(e.data.text),
    );
    const store = createStore({ events: [strict], views: [texts], log, env: testEnv() });
    const told: SystemEvent[] = [];
    store.system$.subscribe((e) => told.push(e));
    await store.ready;
    expect(store.get(texts)).toEqual(['a', 'b']);
    expect(told).toMatchObject([
      { type: 'event.skipped', position: 2, error: { code: 'event.invalid', details: { issues: [{ path: 'text' }] } } },
    ]);
  });
});

describe('close', () => {
  test('writes pending events, refuses later calls, and can be called again', async () => {
    const log = memoryLog();
    const store = await openShop(log);
    const phases: StoreStatus['phase'][] = [];
    store.status$.subscribe(({ phase }) => phases.push(phase));
    const receipt = store.append(Closed());
    const closing = store.close();
    expect(() => store.append(Closed())).toThrow(
      expect.objectContaining({ code: 'store.closed', details: { action: 'append' } }) as Error,
    );
    await Promise.all([closing, store.close()]);
    expect([receipt.stage, store.status.unsaved, phases.at(-1)]).toEqual(['stored', 0, 'closed']);
    expect(() => store.get(takings)).toThrowErrorMatchingInlineSnapshot(
      `[RefoldError: Cannot call get("takings"): the store is closed. Create a new store. [store.closed]]`,
    );
    await expect(store.import([])).rejects.toMatchObject({ code: 'store.closed' });
    await expect(log.read({ after: 0, limit: 1 })).rejects.toMatchObject({ code: 'log.closed' });
  });

  test('refuses events that a listener appends during the last write, instead of losing them', async () => {
    const store = await openShop();
    const outcome = store
      .append(Closed())
      .until('stored')
      .then(() => store.append(Closed()))
      .catch((error: unknown) => error);
    await store.close();
    expect(await outcome).toMatchObject({ code: 'store.closed' });
  });

  test('works before the store is ready', async () => {
    const store = createStore({ events, views: [takings], env: testEnv() });
    await store.close();
    expect(store.status.phase).toBe('closed');
  });

  test('retries a failed write once, and rejects if that fails too', async () => {
    const [well, ill] = [faultyLog(), faultyLog()];
    for (const [log, faults] of [
      [well, ['lost']],
      [ill, ['lost', 'lost']],
    ] as const)
      log.faults.push(...faults);
    const [good, bad] = [await openShop(well), await openShop(ill)];
    for (const store of [good, bad])
      await expect(store.append(Closed()).until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
    expect(good.status).toMatchObject({ storage: 'degraded', unsaved: 1, storageError: { code: 'log.write_failed' } });
    await good.close();
    await expect(bad.close()).rejects.toMatchObject({ code: 'log.write_failed', details: { events: 1 } });
    expect([good.status.phase, bad.status.phase]).toEqual(['closed', 'closed']);
  });
});
