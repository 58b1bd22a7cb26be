import type { SystemEvent } from '../../fold/telemetry.ts';
import { describe, expect, test } from 'vitest';
import { eventIdFrom, type GivenEvent, memoryLog } from '../../index.ts';
import { faultyLog, testEnv } from '../../env/env.fixture.ts';
import { closeDay, events, openShop, sell, stock, takings } from '../shop.fixture.ts';
import { createStore } from '../create-store.ts';

const timestamp = '2020-01-01T00:00:00.000Z';
const sold = (name: string, qty = 1) => ({
  id: eventIdFrom(name),
  type: 'order.placed' as const,
  timestamp,
  data: { sku: 'a', qty },
});
const count = async (log: ReturnType<typeof memoryLog>): Promise<number> => (await log.open()).position;

describe('[LOG-4] an import', () => {
  test('adds new events and folds them; a second import of the same adds nothing', async () => {
    const log = memoryLog();
    const store = await openShop(log);
    expect(await store.import([sold('1'), sold('2')])).toEqual({ added: 2, duplicates: 0, refused: [] });
    expect(await store.import([sold('1'), sold('2'), sold('3')])).toEqual({ added: 1, duplicates: 2, refused: [] });
    expect(await store.import([sold('3'), sold('3')])).toEqual({ added: 0, duplicates: 2, refused: [] });
    expect(await store.import([])).toEqual({ added: 0, duplicates: 0, refused: [] });
    expect([store.get(takings).sold, await count(log)]).toEqual([3, 3]);
  });

  test('accepts more events at once than a call can have arguments', async () => {
    const store = await openShop();
    const many = Array.from({ length: 130_000 }, (_, i) => sold(String(i)));
    expect(await store.import(many)).toEqual({ added: 130_000, duplicates: 0, refused: [] });
    expect([store.get(takings).sold, store.status.stopped]).toEqual([130_000, []]);
  });

  test('keeps given ids, times and metadata, sets the source, and marks its commits', async () => {
    const log = memoryLog();
    const store = await openShop(log);
    await store.import([{ ...sold('1'), metadata: { actorId: 'bob' } }], { source: 'csv' });
    const { commits } = await log.read({ after: 0, limit: 9 });
    expect(commits).toMatchObject([
      { imported: true, events: [{ ...sold('1'), version: 1, metadata: { actorId: 'bob', source: 'csv' } }] },
    ]);
  });

  test('refuses an id with other content, by its index', async () => {
    const store = await openShop();
    await store.import([sold('1')]);
    const result = await store.import([sold('2'), sold('1', 9), sold('3'), sold('3', 9), sold('3')]);
    expect(result).toMatchObject({ added: 2, duplicates: 1, refused: [{ index: 1 }, { index: 3 }] });
    expect(result.refused[0]!.error).toMatchObject({
      code: 'event.id_conflict',
      details: { id: eventIdFrom('1'), type: 'order.placed' },
    });
    expect(result.refused[0]!.error.message).toMatchInlineSnapshot(
      `"The log already has an event evt_01d1e11b-13a2-53c4-97a0-feb0b3309280 ("order.placed") with different content. Give the event another id, or leave it out. [event.id_conflict]"`,
    );
    expect(store.get(takings).sold).toBe(3);
  });

  test('refuses an invalid event without the others', async () => {
    const store = await openShop();
    const bad = [
      { ...sold('2'), id: 'x' },
      { ...sold('3'), data: { sku: 5, qty: 1 } },
      null,
      { ...sold('4'), type: undefined },
    ];
    const result = await store.import([sold('1'), ...bad, sold('5')] as GivenEvent<
      'order.placed',
      { sku: string; qty: number }
    >[]);
    expect([result.added, result.refused.map((r) => [r.index, r.error.code])]).toEqual([
      2,
      [
        [1, 'event.envelope_invalid'],
        [2, 'event.invalid'],
        [3, 'event.envelope_invalid'],
        [4, 'event.envelope_invalid'],
      ],
    ]);
  });

  test('stores, skips and reports events of a newer app', async () => {
    const store = await openShop();
    const told: SystemEvent[] = [];
    store.system$.subscribe((e) => told.push(e));
    const later = { ...sold('1'), type: 'order.shipped' } as unknown as ReturnType<typeof sold>;
    expect(await store.import([later, sold('2')])).toMatchObject({ added: 2 });
    expect([store.get(takings).sold, store.status.skipped]).toEqual([1, 1]);
    expect(told).toMatchObject([{ type: 'event.skipped', position: 1, error: { code: 'event.unknown' } }]);
  });

  test('emits its events once read models are up to date', async () => {
    const store = await openShop();
    const seen: number[] = [];
    store.on('order.placed').subscribe((e) => seen.push(e.data.qty, store.get(takings).sold));
    await store.import([sold('1', 2), sold('2', 3)]);
    expect(seen).toEqual([2, 5, 3, 5]);
  });

  test('imports run one after the other, so that each finds the events of the one before', async () => {
    const store = await openShop();
    const results = await Promise.all([store.import([sold('1'), sold('2')]), store.import([sold('2'), sold('3')])]);
    expect(results).toMatchObject([{ added: 2 }, { added: 1, duplicates: 1 }]);
    expect(store.get(takings).sold).toBe(3);
  });

  test('a retry after a failed write adds nothing twice', async () => {
    const log = faultyLog();
    const store = await openShop(log);
    log.faults.push('lost');
    await expect(store.import([sold('1')])).rejects.toMatchObject({ code: 'log.write_failed' });
    expect(await store.import([sold('1'), sold('2')])).toMatchObject({ added: 1, duplicates: 1 });
    expect(store.get(takings).sold).toBe(2);
    expect((await openShop(log)).get(takings).sold).toBe(2);
  });

  test('a failed import does not stop the next', async () => {
    const log = faultyLog();
    const store = await openShop(log);
    const find = log.find;
    log.find = () => Promise.reject(new Error('disk'));
    await expect(store.import([sold('1')])).rejects.toThrow('disk');
    log.find = find;
    expect(await store.import([sold('1')])).toMatchObject({ added: 1 });
  });

  test('a signal that aborts before anything is added cancels it', async () => {
    const log = memoryLog();
    const store = await openShop(log);
    const abort = new AbortController();
    const result = store.import([sold('1')], { signal: abort.signal });
    abort.abort(new Error('cancelled'));
    await expect(result).rejects.toThrow('cancelled');
    expect([store.get(takings).sold, await count(log)]).toEqual([0, 0]);
  });

  test('is refused when the store closes meanwhile', async () => {
    const store = await openShop();
    const result = store.import([sold('1')]).catch((error: unknown) => error);
    await store.close();
    expect(await result).toMatchObject({ code: 'store.closed' });
  });

  test('reports duplicates that the log finds only at the write, since another tab was first', async () => {
    const log = memoryLog();
    const store = createStore({
      events,
      views: [stock, takings],
      commands: [sell, closeDay],
      // This log does not yet show the other tab's last write.
      log: { ...log, find: () => Promise.resolve(new Map()) },
      env: testEnv(),
    });
    await store.ready;
    await (await openShop(log)).import([sold('1'), sold('2')]);
    const result = await store.import([sold('1'), sold('2', 9), sold('3')]);
    expect(result).toMatchObject({
      added: 1,
      duplicates: 1,
      refused: [{ index: 1, error: { code: 'event.id_conflict' } }],
    });
    expect(await count(log)).toBe(3);
  });
});
