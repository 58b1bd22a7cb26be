import { describe, expect, test } from 'vitest';
import { memoryLog, RefoldError } from '../index.ts';
import { readAll } from './contracts/log-fixture.ts';
import { greet, Greeted, Listed, Received, sell, shopEvents, stock, takings } from './shop.fixture.ts';
import { createTestStore } from './test-store.ts';
import { createVirtualClock } from './virtual-clock.ts';

const shop = { events: shopEvents, views: [stock, takings], commands: [sell, greet] } as const;
const given = [Listed({ sku: 'tea', cents: 300 }), Received({ sku: 'tea', qty: 5 })];

describe('createTestStore', () => {
  test('[TEST-6] is ready, with the given events folded', async () => {
    const store = await createTestStore({ ...shop, given });
    expect(store.status).toMatchObject({ phase: 'ready', pending: 0 });
    expect(store.get(stock).get('tea')?.left).toBe(5);
    expect(store.run(sell, { sku: 'tea', qty: 2 }).ok).toBe(true);
    expect(store.get(takings).cents).toBe(600);
  });

  test('[TEST-6] each run stores identical bytes, and another seed other ones', async () => {
    const history = async (seed: number) => {
      const log = memoryLog();
      const store = await createTestStore({ ...shop, given, log, seed });
      store.run(sell, { sku: 'tea', qty: 2 });
      store.clock.advance(1_500);
      store.run(greet, { name: 'Ann' });
      await store.settled();
      return readAll(log);
    };
    const first = await history(1);
    expect(JSON.stringify(await history(1))).toBe(JSON.stringify(first));
    expect(JSON.stringify(await history(2))).not.toBe(JSON.stringify(first));
    expect(first.map(({ events }) => events.at(-1)!.timestamp)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:01.500Z',
    ]);
    expect(first[1]!.events[0]!.metadata).toMatchObject({ source: 'test', actorId: 'tester', command: 'product.sell' });
  });

  test('[TEST-6] two stores share a log and a clock', async () => {
    const [log, clock] = [memoryLog(), createVirtualClock({ start: '2026-05-01T09:00:00.000Z' })];
    const one = await createTestStore({ ...shop, given, log, clock });
    expect(one.get(stock).get('tea')?.left).toBe(5);
    const two = await createTestStore({ ...shop, log, clock, seed: 2 });
    expect(two.get(stock).get('tea')?.left).toBe(5);
    expect(two.clock).toBe(clock);
    two.append(Greeted({ name: 'Ann' }));
    await two.settled();
    expect((await readAll(log)).at(-1)!.events[0]!.timestamp).toBe('2026-05-01T09:00:00.000Z');
  });

  test('[TEST-6] settled() resolves when everything is stored, and rejects when it cannot be', async () => {
    const log = memoryLog();
    const store = await createTestStore({ ...shop, log });
    const receipt = store.append(Greeted({ name: 'Ann' }));
    expect(store.status.unsaved).toBe(1);
    await store.settled();
    expect([store.status.unsaved, receipt.stage]).toEqual([0, 'stored']);
    log.append = () => Promise.reject(new RefoldError('log.full', { log: 'memory', events: 1 }));
    store.append(Greeted({ name: 'Bob' }));
    await expect(store.settled()).rejects.toMatchObject({ code: 'log.full' });
    await expect(store.close()).rejects.toMatchObject({ code: 'log.full' });
    await expect(store.settled()).rejects.toMatchObject({ code: 'log.full' });
  });

  test('[TEST-6] rejects if a given event is invalid', async () => {
    await expect(createTestStore({ ...shop, given: [Listed({ sku: '', cents: 1 })] })).rejects.toMatchObject({
      code: 'event.invalid',
    });
  });
});
