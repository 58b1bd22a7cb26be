import type { Observable } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { faultyLog, testEnv } from '../env/env.fixture.ts';
import { createUndo } from '../undo/create-undo.ts';
import { createRejections } from '../rejections/create-rejections.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineCommand } from '../model/command.ts';
import { defineView } from '../model/view.ts';
import { readAll } from '../testing/contracts/log-fixture.ts';
import { createStore } from './create-store.ts';
import { Closed, closeDay, events, Listed, low, openShop, sell, Sold, stock, takings } from './shop.fixture.ts';

const commitsOf = async (log: ReturnType<typeof memoryLog>) => (await log.read({ after: 0, limit: 10_000 })).commits;
const stop = (): never => {
  throw new Error('stop');
};
const messageOf = (call: () => unknown): string => {
  try {
    return String(call());
  } catch (error) {
    return (error as Error).message;
  }
};

describe('[CMD-2] a transaction is one commit', () => {
  test('its events share a commit, a group, a correlation id, the label and the scope', async () => {
    const log = memoryLog();
    const store = await openShop(log);
    const result = store.transaction(
      'Open and sell',
      () => {
        store.append(Listed({ sku: 'a', left: 3 }));
        return store.run(sell, { sku: 'a', qty: 1 }).ok;
      },
      { scope: 'desk' },
    );
    await store.append(Closed()).until('stored');
    const [commit, after] = await commitsOf(log);
    expect([result, commit!.events.map(({ type }) => type), after!.events.length]).toEqual([
      true,
      ['product.listed', 'order.placed'],
      1,
    ]);
    const [listed, sold] = commit!.events.map(({ metadata }) => metadata);
    const { correlationId } = listed!;
    const shared = { actorId: 'ann', correlationId, group: correlationId, label: 'Open and sell', scope: 'desk' };
    expect([listed, sold]).toEqual([
      { source: 'shop', ...shared },
      { source: 'shop', ...shared, command: 'order.place' },
    ]);
  });

  test('commands, and reads of the store, see what came before in it; a rejection adds nothing', async () => {
    const store = await openShop();
    const seen: unknown[] = [];
    store.transaction('Sell out', () => {
      store.append(Listed({ sku: 'a', left: 3 }), Listed({ sku: 'b', left: 9 }));
      for (const qty of [2, 2, 1]) seen.push(store.run(sell, { sku: 'a', qty }).ok, store.get(stock).get('a')?.left);
      seen.push(store.get(low(5)), store.get(takings).sold, store.get(low)(0));
    });
    expect(seen).toEqual([true, 1, false, 1, true, 0, ['a'], 3, ['a']]);
    expect([store.get(stock).get('a')?.left, store.get(takings).sold]).toEqual([0, 3]);
  });

  test('nobody outside sees it before it ends, and then it is published once', async () => {
    const store = await openShop();
    store.append(Listed({ sku: 'a', left: 3 }));
    const published: unknown[] = [];
    const left: unknown[] = [];
    store.subscribe(() => void published.push('published'));
    store.events$.subscribe(({ type }) => void published.push([type, store.get(stock).get('a')?.left]));
    store.observe(stock, (rows) => rows.get('a')?.left).subscribe((n) => void left.push(n));
    store.transaction('Twice', () => {
      for (const qty of [1, 1]) store.run(sell, { sku: 'a', qty });
      expect([published, left, store.status.unsaved]).toEqual([[], [3], 1]);
    });
    expect([published, left]).toEqual([
      [['order.placed', 1], ['order.placed', 1], 'published'],
      [3, 1],
    ]);
  });

  test('a listener that makes a transaction follows, and sees the whole of the one before', async () => {
    const store = await openShop();
    store.append(Listed({ sku: 'a', left: 9 }));
    const seen: unknown[] = [];
    const once = store.on('day.closed').subscribe(() => {
      once.unsubscribe();
      store.transaction('Last', () => {
        seen.push(store.get(stock).get('a')?.left);
        store.run(sell, { sku: 'a', qty: 1 });
      });
    });
    store.transaction('First', () => {
      store.run(closeDay);
      store.run(sell, { sku: 'a', qty: 2 });
    });
    expect([seen, store.get(stock).get('a')?.left]).toEqual([[7], 6]);
  });

  test('one without events appends nothing, and its receipts are stored', async () => {
    const store = await openShop();
    const nothing = defineCommand('nothing', { decide: () => [] });
    const idle = createStore({ events, views: [], commands: [nothing], env: testEnv() });
    await idle.ready;
    const outcome = idle.transaction('Idle', () => idle.run(nothing));
    expect([outcome.ok && outcome.receipt.stage, idle.status.unsaved]).toEqual(['stored', 0]);
    expect(store.transaction('Nothing', () => 7)).toBe(7);
  });

  test('a reducer that throws stops its read model, within the transaction and after it', async () => {
    const picky = defineView('picky', { initial: { sold: 0 } }).on(Sold, (draft, { data }) => {
      if (data.qty > 2) throw new Error('too many');
      draft.sold += data.qty;
    });
    const store = createStore({ events, views: [picky], env: testEnv() });
    await store.ready;
    store.transaction('Odd', () => {
      for (const qty of [1, 3, 1]) store.append(Sold({ sku: 'a', qty }));
      expect([store.get(picky).sold, store.status.stopped]).toEqual([1, []]);
    });
    expect([store.get(picky).sold, store.status.stopped]).toMatchObject([1, [{ model: 'picky' }]]);
  });
});

describe('[CMD-2] when the function of a transaction throws, nothing has changed', () => {
  test('neither read models, log, undo and redo, open groups nor ids; nothing is published', async () => {
    const texts = await Promise.all(
      [false, true].map(async (isFailing) => {
        const log = memoryLog();
        const store = await openShop(log, { ...testEnv(), random: (bytes) => bytes.fill(7) });
        const undo = createUndo(store);
        store.append(Listed({ sku: 'a', left: 3 }));
        store.run(sell, { sku: 'a', qty: 1 });
        undo.undo();
        const told: unknown[] = [];
        const end = store.subscribe(() => void told.push('published'));
        const all: readonly Observable<unknown>[] = [store.events$, store.system$, store.status$];
        const endings = all.map((one) => one.subscribe((e) => void told.push(e)));
        told.length = 0;
        const states = [store.get(stock), store.get(takings), undo.state];
        const fail = (): unknown =>
          store.transaction('Fail', () => {
            store.run(sell, { sku: 'a', qty: 2 });
            store.append(Closed());
            stop();
          });
        const outcome = isFailing ? messageOf(fail) : 'stop';
        expect(outcome).toBe('stop');
        expect([store.get(stock) === states[0], store.get(takings) === states[1], undo.state === states[2]]).toEqual([
          true,
          true,
          true,
        ]);
        expect(told).toEqual([]);
        for (const one of [...endings, { unsubscribe: end }]) one.unsubscribe();
        undo.redo();
        store.run(sell, { sku: 'a', qty: 2 });
        await store.append(Closed()).until('stored');
        return readAll(log);
      }),
    );
    expect(texts[1]).toEqual(texts[0]);
  });

  test('its receipts fail with the reason, and no write tries them again', async () => {
    const store = await openShop();
    let waiting: Promise<unknown> | undefined;
    const receipts = [store.append(Listed({ sku: 'a', left: 3 }))];
    const fail = (): void =>
      store.transaction('Fail', () => {
        receipts.push(store.append(Closed()));
        waiting = receipts[1]!.until('stored').catch((error: unknown) => error);
        expect(receipts[1]!.stage).toBe('memory');
        stop();
      });
    expect(fail).toThrow('stop');
    expect(await waiting).toMatchObject({ message: 'stop' });
    await store.append(Closed()).until('stored');
    expect(receipts.map(({ stage }) => stage)).toEqual(['stored', 'failed']);
    await expect(receipts[1]!.until('flushed')).rejects.toThrow('stop');
  });

  test('a call that throws within it adds nothing of its own; caught, the transaction goes on', async () => {
    const odd = defineCommand('odd', { decide: stop });
    const store = createStore({ events, views: [stock, takings], commands: [odd, sell], env: testEnv() });
    await store.ready;
    store.transaction('Go on', () => {
      store.append(Closed());
      expect(() => store.run(odd)).toThrow(expect.objectContaining({ code: 'command.threw' }));
      expect(() => store.append(Closed(), Listed({ sku: 'a', left: Number.NaN }))).toThrow('product.listed');
      store.append(Closed());
    });
    expect(store.get(takings).days).toBe(2);
  });

  test('one within another: caught, only its own events and receipts are gone', async () => {
    const log = memoryLog();
    const store = await openShop(log);
    const close = (): ReturnType<typeof store.append> => store.append(Closed());
    let gone: ReturnType<typeof close> | undefined;
    const kept = store.transaction('Outer', () => {
      const all = [close()];
      const fail = (): void =>
        store.transaction('Inner', () => {
          gone = close();
          expect(store.get(takings).days).toBe(2);
          stop();
        });
      expect(fail).toThrow('stop');
      expect([store.get(takings).days, gone!.stage, all[0]!.stage]).toEqual([1, 'failed', 'memory']);
      all.push(store.transaction('Inner', close, { scope: 'of nobody' }), close());
      expect(store.get(takings).days).toBe(3);
      return all;
    });
    await Promise.all(kept.map((receipt) => receipt.until('stored')));
    const [commit, ...others] = await commitsOf(log);
    expect(others).toEqual([]);
    expect(commit!.events.map(({ id }) => id)).toEqual(kept.flatMap(({ ids }) => ids));
    expect(new Set(commit!.events.map(({ metadata }) => `${metadata.label} ${metadata.scope}`))).toEqual(
      new Set(['Outer undefined']),
    );
    expect(store.get(takings).days).toBe(3);
  });

  test('a function that returns a promise: the code says so, and ids that it was given are not given again', async () => {
    const store = await openShop();
    const given: string[] = [];
    const late = (() => {
      given.push(...store.append(Closed()).ids);
      return Promise.reject(new Error('late'));
    }) as unknown as () => void;
    const error = expect.objectContaining({ code: 'transaction.async', details: { label: 'Late' } });
    expect(() => store.transaction('Late', late)).toThrow(error);
    expect(store.get(takings).days).toBe(0);
    given.push(...store.append(Closed()).ids);
    expect(new Set(given).size).toBe(2);
  });
});

describe('[CMD-2] the limits of a commit hold for the whole of a transaction', () => {
  const open = async (limits: { commitEvents?: number; commitBytes?: number }) => {
    const log = memoryLog();
    const store = createStore({ events, views: [takings], commands: [closeDay], log, limits, env: testEnv() });
    await store.ready;
    const close = (times: number, by: 'run' | 'append') => (): void => {
      for (let i = 0; i < times; i++) {
        if (by === 'run') store.run(closeDay);
        else store.append(Closed());
      }
    };
    return { close, log, store };
  };

  test.each([1, 2, 5])('%i events: one more throws the code and the numbers', async (commitEvents) => {
    for (const by of ['run', 'append'] as const) {
      const { close, store } = await open({ commitEvents });
      const details = { limit: 'events', max: commitEvents, actual: commitEvents + 1 };
      expect(() => store.transaction('Many', close(commitEvents + 1, by))).toThrow(
        expect.objectContaining({ code: 'commit.limit', details }),
      );
      expect([store.get(takings).days, store.status.unsaved]).toEqual([0, 0]);
      store.transaction('Many', close(commitEvents, by));
      expect(store.get(takings).days).toBe(commitEvents);
    }
  });

  test('bytes are those of the commit as it is stored: one byte less is refused', async () => {
    const whole = await open({});
    whole.store.transaction('Ä', whole.close(7, 'append'));
    await whole.store.append(Closed()).until('stored');
    const [commit] = await commitsOf(whole.log);
    const bytes = new TextEncoder().encode(JSON.stringify({ events: commit!.events })).length;
    const fits = await open({ commitBytes: bytes });
    fits.store.transaction('Ä', fits.close(7, 'append'));
    const less = await open({ commitBytes: bytes - 1 });
    const details = { limit: 'bytes', max: bytes - 1, actual: bytes };
    expect(() => less.store.transaction('Ä', less.close(7, 'append'))).toThrow(
      expect.objectContaining({ code: 'commit.limit', details }),
    );
    expect([fits.store.get(takings).days, less.store.get(takings).days]).toEqual([7, 0]);
  });
});

describe('[CMD-2] receipts of a transaction settle with its commit', () => {
  test('each has its own ids; all are stored, or fail and are tried again, together', async () => {
    const log = faultyLog();
    const store = await openShop(log);
    log.faults.push('lost', undefined);
    const receipts = store.transaction('Both', () => [store.append(Closed()), store.append(Closed(), Closed())]);
    await Promise.allSettled(receipts.map((receipt) => receipt.until('stored')));
    expect(receipts.map(({ ids, stage }) => [ids.length, stage])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
    ]);
    await store.append(Closed()).until('stored');
    expect(receipts.map(({ stage }) => stage)).toEqual(['stored', 'stored']);
  });

  test('[SYNC-4] rejecting by one of them rejects the whole commit; retrying is refused within a transaction', async () => {
    const store = await openShop();
    const rejections = createRejections(store);
    const receipts = store.transaction('Both', () => [store.append(Closed()), store.append(Closed())]);
    rejectCommit(store, receipts[1]!, { code: 'no' });
    expect([store.get(takings).days, receipts.map(({ stage }) => stage)]).toEqual([0, ['rejected', 'rejected']]);
    const [rejected] = rejections.list;
    for (const act of [rejected!.retry, rejected!.dismiss])
      expect(() => store.transaction('Again', act)).toThrow(expect.objectContaining({ code: 'store.busy' }));
    rejected!.retry();
    expect(store.get(takings).days).toBe(2);
  });
});
