import type { SystemEvent } from '../fold/telemetry.ts';
import { config } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { faultyLog, testEnv } from '../env/env.fixture.ts';
import { Closed, Listed, low, openShop, Sold, sell, stock, takings, Voided } from './shop.fixture.ts';
import { watch } from '../binding/watch.ts';

describe('[RX-1] events$', () => {
  test('is hot: it never replays', async () => {
    const store = await openShop();
    store.append(Closed());
    const seen: string[] = [];
    store.events$.subscribe((e) => seen.push(e.type));
    store.append(Listed({ sku: 'a', left: 1 }), Closed());
    expect(seen).toEqual(['product.listed', 'day.closed']);
  });

  test('emits an event after read models are up to date', async () => {
    const store = await openShop();
    const seen: number[] = [];
    store.events$.subscribe(() => seen.push(store.get(takings).days));
    store.append(Closed());
    store.append(Closed(), Closed());
    expect(seen).toEqual([1, 3, 3]);
  });

  test('on: one type, or all under a prefix', async () => {
    const store = await openShop();
    const seen: Record<string, string[]> = { placed: [], order: [] };
    store.on('order.placed').subscribe((e) => seen['placed']!.push(e.data.sku));
    store.on('order.*').subscribe((e) => seen['order']!.push(e.type));
    store.append(Closed(), Sold({ sku: 'a', qty: 1 }), Voided({ sku: 'a', qty: 1 }));
    expect(seen).toEqual({ placed: ['a'], order: ['order.placed', 'order.voided'] });
  });

  test('emits an event that a listener appends after the current one, to all listeners and in log order', async () => {
    const store = await openShop();
    const seen: string[][] = [[], []];
    store.events$.subscribe((e) => {
      seen[0]!.push(e.type);
      if (e.type === 'product.listed') store.append(Closed());
    });
    store.events$.subscribe((e) => seen[1]!.push(e.type));
    store.append(Listed({ sku: 'a', left: 1 }), Sold({ sku: 'a', qty: 1 }));
    expect(seen).toEqual([
      ['product.listed', 'order.placed', 'day.closed'],
      ['product.listed', 'order.placed', 'day.closed'],
    ]);
  });

  test('completes when the store closes', async () => {
    const store = await openShop();
    let isComplete = false;
    store.events$.subscribe({ complete: () => (isComplete = true) });
    await store.close();
    expect(isComplete).toBe(true);
  });
});

describe('[RX-1] a throwing listener does not affect others', () => {
  test('of events$: RxJS reports it in a later task', async () => {
    const store = await openShop();
    const reported = new Promise((resolve) => (config.onUnhandledError = resolve));
    const seen: string[] = [];
    store.events$.subscribe(() => {
      throw new Error('listener');
    });
    store.events$.subscribe((e) => seen.push(e.type));
    expect(() => store.append(Closed())).not.toThrow();
    expect(seen).toEqual(['day.closed']);
    expect(await reported).toMatchObject({ message: 'listener' });
    config.onUnhandledError = null;
  });

  test('of subscribe and watch: it goes to env.report', async () => {
    const env = testEnv();
    const store = await openShop(undefined, env);
    const told: string[] = [];
    const boom = (name: string) => () => {
      told.push(name);
      throw new Error(name);
    };
    store.subscribe(boom('batch'));
    store.subscribe(() => told.push('after'));
    watch(store, takings).subscribe(boom('watch'));
    watch(store, takings).subscribe(() => told.push('watch after'));
    store.append(Closed());
    expect(told).toEqual(['watch', 'watch after', 'batch', 'after']);
    expect(env.reported).toMatchObject([{ message: 'watch' }, { message: 'batch' }]);
  });
});

describe('[VIEW-3] watchers are notified once a batch, and only of distinct values', () => {
  test('watch', async () => {
    const store = await openShop();
    const told: unknown[] = [];
    const left = watch(store, stock, (rows) => rows.get('a')?.left);
    const end = left.subscribe(() => told.push(left.current));
    store.append(Listed({ sku: 'a', left: 5 }), Sold({ sku: 'a', qty: 1 }), Sold({ sku: 'a', qty: 1 }));
    store.append(Listed({ sku: 'b', left: 5 }), Closed());
    store.append(Sold({ sku: 'a', qty: 1 }), Voided({ sku: 'a', qty: 1 }));
    store.append(Sold({ sku: 'a', qty: 3 }));
    end();
    store.append(Sold({ sku: 'a', qty: 1 }));
    expect(told).toEqual([3, 0]);
    expect(left.current).toBe(-1);
  });

  test('observe: the current value, then each distinct one', async () => {
    const store = await openShop();
    const told: unknown[] = [];
    const subscription = store.observe(low(1)).subscribe((skus) => told.push(skus));
    store.append(Listed({ sku: 'a', left: 1 }), Listed({ sku: 'b', left: 9 }));
    store.append(Sold({ sku: 'b', qty: 1 }));
    store.append(Sold({ sku: 'b', qty: 8 }));
    subscription.unsubscribe();
    store.append(Sold({ sku: 'b', qty: 8 }));
    expect(told).toEqual([[], ['a'], ['b', 'a']]);
  });

  test('observe: a listener that appends on its first value receives the result', async () => {
    const store = await openShop();
    const told: number[] = [];
    store
      .observe(takings, (t) => t.days)
      .subscribe((days) => {
        told.push(days);
        if (days < 2) store.append(Closed());
      });
    expect(told).toEqual([0, 1, 2]);
  });

  test('observe: a selector that throws ends only its own observation, with its error', async () => {
    const store = await openShop();
    const told: unknown[] = [];
    const days = (limit: number) => (t: { days: number }) => {
      if (t.days > limit) throw new Error(`over ${limit}`);
      return t.days;
    };
    for (const limit of [0, 1])
      store
        .observe(takings, days(limit))
        .subscribe({ next: (n) => told.push(n), error: (e: Error) => told.push(e.message) });
    store.append(Closed());
    store.append(Closed());
    store.append(Closed());
    expect(told).toEqual([0, 0, 'over 0', 1, 'over 1']);
  });

  test('a custom isEqual decides which values are distinct', async () => {
    const store = await openShop();
    let told = 0;
    const parity = watch(
      store,
      takings,
      (t) => [t.days],
      ([a], [b]) => a! % 2 === b! % 2,
    );
    parity.subscribe(() => (told += 1));
    const first = parity.current;
    store.append(Closed(), Closed());
    expect([told, parity.current === first]).toEqual([0, true]);
    store.append(Closed());
    expect([told, parity.current]).toEqual([1, [3]]);
  });

  test('a listener that another one unsubscribes in the same batch is not called', async () => {
    const store = await openShop();
    let told = 0;
    const ends: (() => void)[] = [];
    for (let i = 0; i < 2; i++) {
      ends.push(
        watch(store, takings).subscribe(() => {
          told += 1;
          for (const end of ends) end();
        }),
      );
    }
    store.append(Closed());
    expect(told).toBe(1);
  });

  test('a decision without events notifies nobody', async () => {
    const store = await openShop();
    let told = 0;
    store.subscribe(() => (told += 1));
    expect(store.append().ids).toEqual([]);
    expect(told).toBe(0);
  });
});

describe('[LOG-1] events are stored in the order of folding', () => {
  test('also events that a listener to status or telemetry appends', async () => {
    const log = faultyLog();
    const store = await openShop(log);
    const seen: string[] = [];
    store.events$.subscribe((e) => seen.push(e.type));
    let left = 3;
    store.status$.subscribe(({ unsaved }) => {
      if (unsaved > 0 && left-- > 0) store.append(Closed());
    });
    const system: SystemEvent['type'][] = [];
    store.system$.subscribe((e) => {
      system.push(e.type);
      if (e.type === 'storage.failed') store.append(Sold({ sku: 'x', qty: 1 }));
    });
    log.faults.push('lost');
    await store
      .append(Listed({ sku: 'a', left: 1 }))
      .until('stored')
      .catch(() => 'This write fails on purpose.');
    await store.append(Closed()).until('stored');
    const { commits } = await log.read({ after: 0, limit: 100 });
    expect(commits.flatMap((c) => c.events.map((e) => e.type))).toEqual(seen);
    expect(seen).toEqual(['product.listed', 'day.closed', 'day.closed', 'day.closed', 'order.placed', 'day.closed']);
    expect(system).toEqual(['storage.failed', 'storage.recovered']);
  });
});

test('[EVT-2] [UNDO-2] events of one command share a correlation id, and name their actor and source', async () => {
  const store = await openShop();
  store.append(Listed({ sku: 'a', left: 5 }));
  const [one, two] = [store.run(sell, { sku: 'a', qty: 1 }), store.run(sell, { sku: 'a', qty: 1 })];
  if (!one.ok || !two.ok) throw new Error('It was refused.');
  expect(one.events[0]!.metadata).toEqual({
    correlationId: expect.stringMatching(/^cor_/) as string,
    source: 'shop',
    actorId: 'ann',
    group: one.events[0]!.metadata.correlationId,
    command: 'order.place',
    label: 'Sell a',
  });
  expect(one.events[0]!.metadata.correlationId).not.toBe(two.events[0]!.metadata.correlationId);
  const heard: string[] = [];
  store.events$.subscribe((e) => heard.push(e.metadata.correlationId));
  store.append(Closed(), Closed());
  expect(heard[0]).toBe(heard[1]);
});
