// @vitest-environment happy-dom
import { act, cleanup } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useView } from './index.ts';
import { Listed, openShop, type Product, type ShopProvider, show, Sold, stock, takings } from './shop.fixture.ts';

afterEach(cleanup);

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => Object.is(item, b[i]));

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ name, Provider }) => {
  test('[BIND-3] an equal selection keeps its identity when its component renders again with a new selector', async () => {
    const store = await openShop();
    const seen = new Set<unknown>();
    let again = (): void => undefined;
    let max = 9;
    const List = () => {
      const [n, set] = useState(0);
      again = () => set(n + 1);
      const limit = max;
      const skus = useView(stock, (rows) => rows.where('left', { lte: limit }).map(({ sku }) => sku), isSameList);
      seen.add(skus);
      return <>{skus.join()}</>;
    };
    const { container, update } = await show(store, <List />, Provider);
    for (let i = 0; i < 3; i++) act(again);
    max = 8;
    act(again);
    update(<List />);
    // The rows have changed, and the selected parts have not.
    act(() => void store.append(Sold({ sku: 'a' }), Sold({ sku: 'b' }), Sold({ sku: 'c' })));
    act(again);
    expect([container.textContent, seen.size]).toEqual(['a,b,c', 1]);
    max = 3;
    act(again);
    expect([container.textContent, seen.size]).toEqual(['', 2]);
    max = 8;
    act(() => void store.append(Listed({ sku: 'd', left: 1 })));
    act(again);
    expect([container.textContent, seen.size]).toEqual(['d,a,b,c', 3]);
  });

  describe('[BIND-3] in development the console warns, once, of', () => {
    let warn: MockInstance<typeof console.warn>;
    beforeEach(() => void (warn = vi.spyOn(console, 'warn').mockReturnValue()));
    /** Renders some of them, twice each, and returns the console output. */
    const warnings = async (...all: readonly (() => ReactNode)[]): Promise<string[]> => {
      const store = await openShop();
      for (const One of all) {
        const { update } = await show(store, [<One key={1} />, <One key={2} />], Provider);
        update([<One key={1} />, <One key={3} />]);
      }
      return warn.mock.calls.map(([text]) => String(text));
    };

    test('a selector that returns another value each time', async () => {
      // Selectors are distinguished by their source text, so each provider needs one of its own.
      const select =
        name === 'StoreProvider'
          ? (rows: Iterable<Product>) => [...rows].map(({ sku }) => sku)
          : (rows: Iterable<Product>) => [...rows].map(({ sku }) => `${sku}!`);
      const said = await warnings(() => <>{useView(stock, select).join()}</>);
      expect(said).toEqual([expect.stringMatching(/^useView\("stock", .*a new value on each call.* isEqual/s)]);
    });

    test('a selector that returns its argument', async () => {
      const identity = name === 'StoreProvider' ? (v: { sold: number }) => v : (same: { sold: number }) => same;
      const said = await warnings(() => <>{useView(takings, identity).sold}</>);
      expect(said).toEqual([expect.stringMatching(/^useView\("takings", .*returns its argument/s)]);
    });

    test('no other: a row, a number, an equal list, and one that throws', async () => {
      const said = await warnings(
        () => <>{useView(stock, (rows) => rows.get('a'))?.left}</>,
        () => <>{useView(takings, (t) => t.sold)}</>,
        () => <>{useView(stock, (rows) => [...rows].map(({ sku }) => sku), isSameList).join()}</>,
        () => <>{useView(takings).sold}</>,
        () => <>{useView(stock, () => Number.NaN)}</>,
      );
      expect(said).toEqual([]);
    });
  });
});
