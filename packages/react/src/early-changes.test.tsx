// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import {
  Fragment,
  memo,
  type ReactNode,
  startTransition,
  StrictMode,
  Suspense,
  useEffect,
  useInsertionEffect,
  useLayoutEffect,
  useState,
} from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useUndo, useView } from './index.ts';
import { low, openShop, type Shop, type ShopProvider, Sold, stock, takings } from './shop.fixture.ts';

afterEach(cleanup);

/** Ways to append during the first mount, each in a component beside the readers. */
const states: Record<string, (sell: () => void) => () => ReactNode> = {
  'in a layout effect': (sell) =>
    function InLayout() {
      useLayoutEffect(sell, []);
      return null;
    },
  'in an effect': (sell) =>
    function InEffect() {
      useEffect(sell, []);
      return null;
    },
  'in an insertion effect': (sell) =>
    function InInsertion() {
      useInsertionEffect(sell, []);
      return null;
    },
  'in a ref callback': (sell) =>
    function InRef() {
      return <i ref={(element) => void (element !== null && sell())} />;
    },
  'while rendering': (sell) =>
    function InRender() {
      sell();
      return null;
    },
  'in a state initializer': (sell) =>
    function InState() {
      useState(sell);
      return null;
    },
};

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  const Reader = memo(function Reader() {
    const left = useView(stock, (rows) => rows.get('a')?.left);
    return <b>{`${left} ${useView(takings).sold} ${useView(low(4)).join()} ${useUndo().canUndo}`}</b>;
  });
  /** One reader before the component that appends, one after it, and one below it. */
  const page = (store: Shop, Early: () => ReactNode, Mode: typeof Fragment = Fragment): ReactNode => (
    <Mode>
      <Provider store={store}>
        <Reader />
        <Early />
        <Suspense>
          <Reader />
        </Suspense>
        <Reader />
      </Provider>
    </Mode>
  );
  const texts = (place: HTMLElement): string[] => [...place.querySelectorAll('b')].map((b) => b.textContent);
  /** Sells one `a`, once. */
  const seller = (store: Shop): (() => void) => {
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      store.append(Sold({ sku: 'a' }));
    };
  };

  describe.each(Object.keys(states))('[BIND-2] an event appended %s of the first mount is shown', (when) => {
    test.each([
      ['plain', Fragment],
      ['in StrictMode', StrictMode],
    ])('%s', async (_name, Mode) => {
      // React warns of a component that writes during render, and of updates in insertion effects.
      vi.spyOn(console, 'error').mockReturnValue();
      const store = await openShop();
      const Early = states[when]!(seller(store));
      // oxlint-disable-next-line typescript/require-await -- an async act waits for all that is begun
      const { container } = await act(async () => render(page(store, Early, Mode as typeof Fragment)));
      expect(texts(container)).toEqual(Array.from({ length: 3 }, () => '4 1 a true'));
      act(() => void store.append(Sold({ sku: 'a' })));
      expect(texts(container)).toEqual(Array.from({ length: 3 }, () => '3 2 a true'));
    });
  });

  test('[BIND-2] an event appended between render and commit is shown', async () => {
    const store = await openShop();
    const place = document.body.appendChild(document.createElement('div'));
    const root = createRoot(place);
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let isOpen = false;
    const Waits = () => {
      // oxlint-disable-next-line typescript/only-throw-error -- that is how a component says that it has to wait
      if (!isOpen) throw gate;
      return null;
    };
    // A first screen that suspends is rendered, and not shown.
    await act(async () => startTransition(() => root.render(page(store, Waits))));
    store.append(Sold({ sku: 'a' }));
    await act(async () => {
      isOpen = true;
      open();
      await gate;
    });
    expect(texts(place)).toEqual(Array.from({ length: 3 }, () => '4 1 a true'));
    act(() => root.unmount());
    place.remove();
  });

  test('[BIND-2] an event appended by a part of the page as it appears is shown', async () => {
    const store = await openShop();
    let reveal = (): void => undefined;
    const gate = new Promise<void>((resolve) => (reveal = resolve));
    let isOpen = false;
    const sell = seller(store);
    const Late = () => {
      // oxlint-disable-next-line typescript/only-throw-error -- as above
      if (!isOpen) throw gate;
      useLayoutEffect(sell, []);
      return <Reader />;
    };
    // oxlint-disable-next-line typescript/require-await -- an async act waits for all that is begun
    const { container } = await act(async () =>
      render(
        <Provider store={store}>
          <Reader />
          <Suspense>
            <Reader />
            <Late />
          </Suspense>
        </Provider>,
      ),
    );
    await act(async () => {
      isOpen = true;
      reveal();
      await gate;
    });
    expect(texts(container)).toEqual(Array.from({ length: 3 }, () => '4 1 a true'));
  });

  test('[BIND-2] a provider whose first screen is current renders once', async () => {
    const store = await openShop();
    let renders = 0;
    const Counted = () => {
      renders += 1;
      return <>{useView(takings).sold}</>;
    };
    render(
      <Provider store={store}>
        <Counted />
      </Provider>,
    );
    expect(renders).toBe(1);
  });
});
