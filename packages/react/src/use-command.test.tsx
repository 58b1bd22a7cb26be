// @vitest-environment happy-dom
import { createStore, defineEvent, defineView, memoryLog } from '@refold/core';
import { act, cleanup } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { StoreProvider, useCommand, useReceipt, useStore, useView } from './index.ts';
import { Listed, nothing, openShop, sell, show, stock, takings } from './shop.fixture.ts';

afterEach(cleanup);

/** Records the result of the hook in each render. */
async function mount(log = memoryLog()) {
  const store = await openShop(log);
  const renders: ReturnType<typeof useSell>[] = [];
  const useSell = () => useCommand(sell);
  const Sell = () => {
    const [run, last] = useSell();
    renders.push([run, last]);
    return `${last.stage} ${last.rejection?.code}`;
  };
  const view = await show(store, <Sell />);
  const now = () => renders.at(-1)!;
  /** Runs the command, then waits until it is stored or has failed. */
  const run = async (sku: string): Promise<void> => {
    let stored: Promise<unknown> | undefined;
    act(() => {
      const outcome = now()[0]({ sku });
      if (outcome.ok) stored = outcome.receipt.until('stored').catch((error: unknown) => error);
    });
    await act(() => Promise.resolve(stored));
  };
  return { store, renders, now, run, ...view };
}

describe('[BIND-1] useCommand', () => {
  test('idle, in memory, stored', async () => {
    const { store, renders, now, run } = await mount();
    expect(now()[1]).toMatchObject({ stage: 'idle', rejection: undefined });
    await run('a');
    expect([renders.map(([, last]) => last.stage), store.get(takings).sold]).toEqual([['idle', 'memory', 'stored'], 1]);
  });

  test('a rejection, which the next run or reset clears', async () => {
    const { now, run } = await mount();
    act(() => void now()[0]({ sku: 'x' }));
    expect(now()[1]).toMatchObject({ stage: 'idle', rejection: { code: 'out-of-stock', details: { sku: 'x' } } });
    act(() => void now()[0]({ sku: '' }));
    expect(now()[1].rejection).toMatchObject({ code: 'invalid-input', details: { issues: [{ path: 'sku' }] } });
    act(() => now()[1].reset());
    expect(now()[1].rejection).toBeUndefined();
    act(() => void now()[0]({ sku: 'x' }));
    await run('a');
    expect(now()[1]).toMatchObject({ stage: 'stored', rejection: undefined });
  });

  test('run and reset keep their identity', async () => {
    const { renders, now, run } = await mount();
    act(() => void now()[0]({ sku: 'x' }));
    await run('a');
    expect(renders.length).toBeGreaterThan(2);
    expect([new Set(renders.map(([run]) => run)).size, new Set(renders.map(([, { reset }]) => reset)).size]).toEqual([
      1, 1,
    ]);
  });

  test('shows a failed write, and its success at the next attempt', async () => {
    const inner = memoryLog();
    let fails = 0;
    const { store, renders, now, run } = await mount({
      ...inner,
      append: (batch) => (fails-- > 0 ? Promise.reject(new Error('disk')) : inner.append(batch)),
    });
    await store.append().until('stored');
    await act(() => store.append(Listed({ sku: 'd', left: 1 })).until('stored'));
    fails = 1;
    await run('a');
    expect(now()[1].stage).toBe('failed');
    let stored: Promise<void> | undefined;
    act(() => void (stored = store.append(Listed({ sku: 'e', left: 1 })).until('stored')));
    await act(() => Promise.resolve(stored));
    expect(renders.map(([, last]) => last.stage)).toEqual(['idle', 'memory', 'failed', 'memory', 'stored']);
  });

  test('without input, and a decision without events', async () => {
    const store = await openShop();
    let stage = '';
    let run = (): unknown => undefined;
    const Nothing = () => {
      const [go, last] = useCommand(nothing);
      stage = last.stage;
      run = go;
      return null;
    };
    await show(store, <Nothing />);
    act(() => void run());
    expect(stage).toBe('stored');
  });

  test('run still works after unmounting', async () => {
    const { store, now, unmount, renders } = await mount();
    unmount();
    const before = renders.length;
    act(() => void now()[0]({ sku: 'a' }));
    expect([renders.length, store.get(takings).sold]).toEqual([before, 1]);
  });
});

test('[BIND-1] useReceipt follows any receipt', async () => {
  const store = await openShop();
  const receipt = store.append(Listed({ sku: 'd', left: 1 }));
  const Stage = ({ of }: { readonly of: typeof receipt | undefined }) => <>{useReceipt(of) ?? 'none'}</>;
  const { container, update } = await show(store, <Stage of={undefined} />);
  expect(container.textContent).toBe('none');
  update(<Stage of={receipt} />);
  await act(() => receipt.until('flushed'));
  expect(container.textContent).toBe('flushed');
});

test('[BIND-1] providers nest: a hook uses the nearest store that lists its definition', async () => {
  const Put = defineEvent('basket.filled');
  const basket = defineView('basket', { initial: { items: 0 } }).on(Put, (draft) => void (draft.items += 1));
  const inner = createStore({ events: [Put], views: [basket] });
  await inner.ready;
  const shop = await openShop();
  let run: ReturnType<typeof useCommand<{ sku: string }, unknown>>[0];
  const Both = () => {
    [run] = useCommand(sell) as unknown as [typeof run];
    return (
      <>
        {useView(basket).items} {useView(stock, (rows) => rows.get('a')?.left)} {String(useStore() === inner)}
      </>
    );
  };
  const { container } = await show(
    shop,
    <StoreProvider store={inner}>
      <Both />
    </StoreProvider>,
  );
  act(() => {
    inner.append(Put());
    run({ sku: 'a' });
  });
  expect(container.textContent).toBe('1 4 true');
});
