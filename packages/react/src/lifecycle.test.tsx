// @vitest-environment happy-dom
import { defineEvent } from '@refold/core';
import { act, cleanup, render } from '@testing-library/react';
import { Component, memo, type ReactNode, StrictMode, Suspense } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import {
  StoreProvider,
  useCommand,
  useEvent,
  useReceipt,
  useRejected,
  useStatus,
  useTimeline,
  useUndo,
  useView,
} from './index.ts';
import {
  Listed,
  low,
  makeShop,
  openShop,
  sell,
  type Shop,
  type ShopProvider,
  Sold,
  stock,
  takings,
} from './shop.fixture.ts';
import { countSubscriptions } from './subscriptions.fixture.ts';

afterEach(cleanup);

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  const All = ({ onSold }: { readonly onSold?: () => void }) => {
    useEvent(Sold, () => onSold?.());
    const [run, { stage }] = useCommand(sell);
    const left = useView(stock, (rows) => rows.get('a')?.left);
    // These subscribe to the store during render, and must be cleaned up too.
    const others = [useUndo().canRedo, useRejected().length > 0, !useTimeline().isLive];
    return (
      <button onClick={() => run({ sku: 'a' })}>
        {left} {useView(takings).sold} {useView(low(4)).join()} {stage} {useStatus().storage}
        {others.some(Boolean) && ' not as it was'}
      </button>
    );
  };

  test('[BIND-1] StrictMode mounts twice, and unmounting leaves nothing', async () => {
    const complain = vi.spyOn(console, 'error');
    const store = await openShop();
    const { open, toldTooSoon } = countSubscriptions(store);
    const before = open();
    const sold = vi.fn<() => void>();
    const { container, unmount } = render(
      <StrictMode>
        <Provider store={store}>
          <All onSold={sold} />
        </Provider>
      </StrictMode>,
    );
    const mounted = open();
    act(() => container.querySelector('button')!.click());
    await act(() => store.append(Listed({ sku: 'd', left: 9 })).until('stored'));
    expect([container.textContent, sold.mock.calls.length]).toEqual(['4 1 a stored ok', 1]);
    expect([open(), toldTooSoon()]).toEqual([mounted, 0]);
    unmount();
    expect([open(), mounted > before]).toEqual([before, true]);
    store.append(Sold({ sku: 'a' }));
    expect([sold.mock.calls.length, complain.mock.calls]).toEqual([1, []]);
  });

  test('[BIND-1] a component that disappears with a change is neither rendered nor read for it', async () => {
    const store = await openShop();
    const asked: string[] = [];
    const Row = memo(function Row({ sku }: { readonly sku: string }) {
      return (
        <>
          {useView(stock, (rows) => {
            asked.push(sku);
            // Its row must not be read once it is gone, by any hook.
            return rows.get(sku)!.left;
          })}
        </>
      );
    });
    const List = () => useView(low(5)).map((sku) => <Row key={sku} sku={sku} />);
    const complain = vi.spyOn(console, 'error');
    const { container } = render(
      <Provider store={store}>
        <List />
      </Provider>,
    );
    act(() => void store.append(Listed({ sku: 'a', left: 9 })));
    expect([container.textContent, complain.mock.calls]).toEqual(['55', []]);
  });

  test('[BIND-1] a discarded render leaves nothing', async () => {
    const store = await openShop();
    const { open } = countSubscriptions(store);
    const before = open();
    const never = new Promise<never>(() => undefined);
    const Waits = (): ReactNode => {
      useEvent(Sold, () => expect.fail('It was never mounted.'));
      useStatus();
      useView(takings);
      // oxlint-disable-next-line typescript/only-throw-error -- that is how a component says that it has to wait
      throw never;
    };
    // oxlint-disable-next-line typescript/require-await -- an async act lets what suspended go on
    const view = await act(async () =>
      render(
        <Suspense fallback="waiting">
          <Provider store={store}>
            <All />
            <Waits />
          </Provider>
        </Suspense>,
      ),
    );
    expect([view.container.textContent, open()]).toEqual(['waiting', before]);
    act(() => void store.append(Sold({ sku: 'a' })));
    view.unmount();
    expect(open()).toBe(before);
  });

  test('[BIND-1] a provider accepts another store', async () => {
    const [one, two] = [await openShop(), await openShop()];
    two.append(Sold({ sku: 'a' }), Sold({ sku: 'a' }));
    const { open } = countSubscriptions(one);
    const before = open();
    const page = (store: Shop): ReactNode => (
      <Provider store={store}>
        <All />
      </Provider>
    );
    const { container, rerender } = render(page(one));
    expect(container.textContent).toBe('5 0  idle ok');
    rerender(page(two));
    expect([container.textContent, open()]).toEqual(['3 2 a idle ok', before]);
    act(() => void one.append(Sold({ sku: 'b' })));
    act(() => void two.append(Sold({ sku: 'b' })));
    expect(container.textContent).toBe('3 3 a,b idle ok');
  });

  test('[BIND-1] two roots of one store, and a store that was created and became ready in between', async () => {
    const store = await openShop();
    const page = (
      <Provider store={store}>
        <All />
      </Provider>
    );
    const [one, two] = [render(page), render(page)];
    act(() => void store.append(Sold({ sku: 'a' })));
    expect([one.container.textContent, two.container.textContent]).toEqual(['4 1 a idle ok', '4 1 a idle ok']);
    one.unmount();
    act(() => void store.append(Sold({ sku: 'a' })));
    expect(two.container.textContent).toBe('3 2 a idle ok');
  });

  test('[BIND-1] an error during render goes to the boundary, and the page continues once the cause is gone', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const store = await openShop();
    class Again extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
      override state = { failed: false };
      static getDerivedStateFromError = () => ({ failed: true });
      override render() {
        return this.state.failed ? (
          <button onClick={() => this.setState({ failed: false })}>again</button>
        ) : (
          this.props.children
        );
      }
    }
    const Fussy = () => (
      <>
        {useView(takings, ({ sold }) => {
          if (sold === 1) throw new Error('one');
          return sold;
        })}
      </>
    );
    const { container } = render(
      <Provider store={store}>
        <Again>
          <Fussy />
        </Again>
      </Provider>,
    );
    act(() => void store.append(Sold({ sku: 'a' })));
    expect(container.textContent).toBe('again');
    act(() => void store.append(Sold({ sku: 'a' })));
    act(() => container.querySelector('button')!.click());
    expect(container.textContent).toBe('2');
  });

  test('[BIND-1] a receipt needs no store above it, and an event only one that lists it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const store = await openShop();
    const receipt = store.append(Sold({ sku: 'a' }));
    const Stage = () => <>{useReceipt(receipt)}</>;
    const { container } = render(<Stage />);
    await act(() => receipt.until('stored'));
    expect(container.textContent).toBe('stored');
    const Unheard = defineEvent('unheard');
    const Deaf = () => {
      useEvent(Unheard, () => undefined);
      return null;
    };
    expect(() =>
      render(
        <Provider store={store}>
          <Deaf />
        </Provider>,
      ),
    ).toThrow('No store above this component lists "unheard".');
  });

  test('[BIND-1] a store that opens during render: the first state is complete', async () => {
    const store = makeShop();
    let container: HTMLElement | undefined;
    await act(async () => {
      ({ container } = render(
        <Suspense fallback="opening">
          <Provider store={store}>
            <All />
          </Provider>
        </Suspense>,
      ));
      await store.ready;
      store.append(Listed({ sku: 'a', left: 2 }));
    });
    expect(container!.textContent).toBe('2 0 a idle ok');
  });
});
