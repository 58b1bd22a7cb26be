// @vitest-environment happy-dom
import { defineQuery, memoryLog } from '@refold/core';
import { act, cleanup, render } from '@testing-library/react';
import { memo, type ReactNode, StrictMode, Suspense, useState } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useStore, useView } from './index.ts';
import {
  Boundary,
  Listed,
  low,
  makeShop,
  openShop,
  type Shop,
  type ShopProvider,
  show as showIn,
  Sold,
  stock,
  takings,
} from './shop.fixture.ts';

afterEach(cleanup);

/** Counts renders by name. */
function counter() {
  const counts: Record<string, number> = {};
  return {
    counts,
    count: (name: string) => void (counts[name] = (counts[name] ?? 0) + 1),
    since: (run: () => void) => {
      for (const name of Object.keys(counts)) delete counts[name];
      act(run);
      return { ...counts };
    },
  };
}

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  const show = (store: Shop, children: ReactNode) => showIn(store, children, Provider);

  describe('[BIND-1] the provider', () => {
    test('suspends until the store is ready', async () => {
      let open = (): void => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      const inner = memoryLog();
      const store = makeShop({ ...inner, open: () => gate.then(inner.open) });
      const Sales = () => <>{useView(takings).sold}</>;
      const { container } = await show(store, <Sales />);
      expect(container.textContent).toBe('opening');
      await act(() => {
        open();
        return store.ready;
      });
      expect(container.textContent).toBe('0');
    });

    test('rethrows to the error boundary when opening fails', async () => {
      vi.spyOn(console, 'error').mockImplementation(() => {});
      const store = makeShop({ ...memoryLog(), open: () => Promise.reject(new Error('no disk')) });
      let container: HTMLElement | undefined;
      await act(async () => {
        ({ container } = render(
          <Boundary>
            <Suspense fallback="opening">
              <Provider store={store} />
            </Suspense>
          </Boundary>,
        ));
        await Promise.allSettled([store.ready]);
      });
      expect(container?.textContent).toBe('failed: no disk');
    });

    test('without a provider, or without the read model, a hook throws the remedy', async () => {
      vi.spyOn(console, 'error').mockImplementation(() => {});
      const Lost = () => <>{useStore().status.phase}</>;
      expect(() => render(<Lost />)).toThrowErrorMatchingInlineSnapshot(
        `[Error: There is no store here. Put <StoreProvider store={store}> above this component.]`,
      );
      const Unlisted = () => <>{String(useView({ ...takings, name: 'nope' }))}</>;
      const { container } = await show(
        await openShop(),
        <Boundary>
          <Unlisted />
        </Boundary>,
      );
      expect(container.textContent).toMatchInlineSnapshot(
        `"failed: No store above this component lists "nope". Add it to the events, views or commands of createStore."`,
      );
    });
  });

  describe('[BIND-3] a component renders again only when what it read has changed', () => {
    test('a row: only its readers', async () => {
      const store = await openShop();
      const { count, since } = counter();
      const Row = memo(function Row({ sku }: { readonly sku: string }) {
        count(sku);
        return <>{useView(stock, (rows) => rows.get(sku))?.left}</>;
      });
      const { container } = await show(
        store,
        ['a', 'b', 'c'].map((sku) => <Row key={sku} sku={sku} />),
      );
      expect(since(() => store.append(Sold({ sku: 'b' })))).toEqual({ b: 1 });
      expect(since(() => store.append(Listed({ sku: 'd', left: 1 })))).toEqual({});
      expect(since(() => store.append(Sold({ sku: 'a' }), Sold({ sku: 'a' }), Sold({ sku: 'c' })))).toEqual({
        a: 1,
        c: 1,
      });
      expect(container.textContent).toBe('344');
    });

    test('a part of a view, a whole view, a whole collection, a query', async () => {
      const store = await openShop();
      const { count, since } = counter();
      const Any = memo(function Any() {
        count('any');
        return <>{String(useView(takings, (t) => t.sold > 1))}</>;
      });
      const Whole = memo(function Whole() {
        count('whole');
        return <>{useView(takings).sold}</>;
      });
      const All = memo(function All() {
        count('all');
        return <>{useView(stock).size}</>;
      });
      const Low = memo(function Low() {
        count('low');
        return <>{useView(low(1)).join()}</>;
      });
      await show(store, [<Any key={1} />, <Whole key={2} />, <All key={3} />, <Low key={4} />]);
      expect(since(() => store.append(Sold({ sku: 'x' })))).toEqual({ whole: 1 });
      expect(since(() => store.append(Sold({ sku: 'x' })))).toEqual({ whole: 1, any: 1 });
      expect(since(() => store.append(Listed({ sku: 'd', left: 9 })))).toEqual({ all: 1 });
      expect(since(() => store.append(Listed({ sku: 'e', left: 1 })))).toEqual({ all: 1, low: 1 });
    });

    test('a custom isEqual: a new list of equal items is the same', async () => {
      const store = await openShop();
      const { count, since } = counter();
      const isSame = (a: readonly string[], b: readonly string[]) => a.join() === b.join();
      const Names = memo(function Names() {
        count('names');
        return <>{useView(stock, (rows) => [...rows].map((p) => p.sku), isSame).join()}</>;
      });
      await show(store, <Names />);
      expect(since(() => store.append(Sold({ sku: 'a' })))).toEqual({});
      expect(since(() => store.append(Listed({ sku: 'd', left: 1 })))).toEqual({ names: 1 });
    });

    test('an inline selector runs again only for its dependencies, and when its component renders', async () => {
      const store = await openShop();
      let selected = 0;
      let rerender = (): void => {};
      const One = () => {
        const [n, set] = useState(0);
        rerender = () => set(n + 1);
        const left = useView(stock, (rows) => {
          selected += 1;
          return rows.get('a')?.left;
        });
        return <>{left}</>;
      };
      const { container } = await show(store, <One />);
      selected = 0;
      for (let i = 0; i < 5; i++) act(rerender);
      expect(selected).toBe(5);
      for (let i = 0; i < 5; i++) act(() => void store.append(Sold({ sku: 'b' })));
      expect(selected).toBe(5);
      act(() => void store.append(Sold({ sku: 'a' })));
      expect(container.textContent).toBe('4');
    });

    test('in StrictMode too, and a new list in each selection does not loop', async () => {
      const store = await openShop();
      const { count, counts } = counter();
      const List = () => {
        count('list');
        return <>{useView(stock, (rows) => rows.where('left', { lte: 5 }).map((p) => p.sku)).join()}</>;
      };
      const { container, unmount } = await show(
        store,
        <StrictMode>
          <List />
        </StrictMode>,
      );
      act(() => void store.append(Listed({ sku: 'd', left: 1 })));
      expect([container.textContent, counts['list']]).toEqual(['d,a,b,c', 4]);
      unmount();
    });
  });

  describe('[BIND-1] the readable may change between renders', () => {
    test('the arguments of a query', async () => {
      const store = await openShop();
      const Low = ({ max }: { readonly max: number }) => <>{useView(low(max)).join()}</>;
      const { container, update } = await show(store, <Low max={1} />);
      expect(container.textContent).toBe('');
      update(<Low max={5} />);
      expect(container.textContent).toBe('a,b,c');
      act(() => void store.append(Listed({ sku: 'd', left: 3 })));
      expect(container.textContent).toBe('d,a,b,c');
      update(<Low max={3} />);
      expect(container.textContent).toBe('d');
    });

    test('two queries of one name and the same arguments are two', async () => {
      const store = await openShop();
      const [one, two] = [1, 2].map((n) => defineQuery('same', {}, (_reads, m: number) => n * m));
      const Read = ({ query }: { readonly query: typeof one }) => <>{useView(query!(5))}</>;
      const { container, update } = await show(store, <Read query={one} />);
      update(<Read query={two} />);
      expect(container.textContent).toBe('10');
    });

    test('the key of a row, between renders and batches', async () => {
      const store = await openShop();
      const Left = ({ sku }: { readonly sku: string }) => <>{useView(stock, (rows) => rows.get(sku)?.left)}</>;
      const { container, update } = await show(store, <Left sku="a" />);
      update(<Left sku="b" />);
      act(() => void store.append(Sold({ sku: 'a' }), Sold({ sku: 'b' }), Sold({ sku: 'b' })));
      expect(container.textContent).toBe('3');
    });
  });

  test('[BIND-2] components that read the same never show two states', async () => {
    const store = await openShop();
    const seen: string[] = [];
    const Child = ({ above }: { readonly above: number }) => {
      const { sold } = useView(takings);
      seen.push(`${above}:${sold}`);
      return null;
    };
    const Parent = () => <Child above={useView(takings, (t) => t.sold)} />;
    await show(store, <Parent />);
    for (let i = 0; i < 3; i++) act(() => void store.append(Sold({ sku: 'a' })));
    expect(new Set(seen)).toEqual(new Set(['0:0', '1:1', '2:2', '3:3']));
  });

  test('after unmounting, a component is neither notified nor run', async () => {
    const store = await openShop();
    const quiet = vi.spyOn(console, 'error');
    let selected = 0;
    const One = () => (
      <>
        {useView(stock, (rows) => {
          selected += 1;
          return rows.get('a')?.left;
        })}
      </>
    );
    const { unmount } = await show(store, <One />);
    unmount();
    selected = 0;
    act(() => void store.append(Sold({ sku: 'a' })));
    expect([selected, quiet.mock.calls]).toEqual([0, []]);
  });
});
