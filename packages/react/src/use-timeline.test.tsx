// @vitest-environment happy-dom
import { branch } from '@refold/core/history';
import { act, cleanup, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { testHandle } from '../../core/src/test-handle.fixture.ts';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useTimeline, useView } from './index.ts';
import { openShop, sell, type ShopProvider, Sold, takings } from './shop.fixture.ts';

afterEach(cleanup);

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  async function openPage() {
    const store = await openShop();
    await store.append(Sold({ sku: 'a' }), Sold({ sku: 'a' })).until('stored');
    const renders: ReturnType<typeof useTimeline>[] = [];
    const seen = (timeline: ReturnType<typeof useTimeline>): void => void renders.push(timeline);
    const Slider = () => {
      const timeline = useTimeline();
      seen(timeline);
      return (
        <p>
          {timeline.position}/{timeline.head} {timeline.isLive ? 'live' : timeline.time}
        </p>
      );
    };
    const Sales = () => <b>{useView(takings).sold}</b>;
    const page = (sliders: number) => (
      <StrictMode>
        <Provider store={store}>
          <Sales />
          {Array.from({ length: sliders }, (_, i) => (
            <Slider key={i} />
          ))}
        </Provider>
      </StrictMode>
    );
    const { container, rerender, unmount } = render(page(2));
    const now = () => renders.at(-1)!;
    return { store, page, container, rerender, unmount, renders, now };
  }

  test('[TIME-1] a branch works like any store, for a page beside one that shows the past', async () => {
    const { container, now, store } = await openPage();
    await act(() => now().seek(4));
    const tried = await branch(store, now().position);
    const Sell = () => {
      const [run] = useCommand(sell);
      return <button onClick={() => run({ sku: 'b' })}>{useView(takings).sold}</button>;
    };
    const { container: beside } = render(
      <StrictMode>
        <Provider store={tried}>
          <Sell />
        </Provider>
      </StrictMode>,
    );
    act(() => beside.querySelector('button')!.click());
    expect([beside.textContent, container.querySelector('b')!.textContent]).toEqual(['2', '1']);
    act(() => now().live());
    expect([beside.textContent, container.textContent]).toEqual(['2', '25/5 live5/5 live']);
  });

  test('[BIND-1] useTimeline moves the whole page, and back', async () => {
    const { container, now, store } = await openPage();
    expect(container.textContent).toBe('25/5 live5/5 live');
    await act(() => now().seek(4));
    expect(container.querySelector('b')!.textContent).toBe('1');
    expect([...container.querySelectorAll('p')].map((p) => p.textContent!.slice(0, 3))).toEqual(['4/5', '4/5']);
    await act(() => now().step(-3));
    expect([container.querySelector('p')!.textContent, now().isLive]).toEqual([
      expect.stringMatching(/^1\/5 20/),
      false,
    ]);
    act(() => now().live());
    expect(container.textContent).toBe('25/5 live5/5 live');
    act(() => void store.append(Sold({ sku: 'b' })));
    expect(container.textContent).toBe('36/6 live6/6 live');
  });

  test('[TIME-1] the page stays in the past while another tab writes, and shows its event when it is live', async () => {
    const { container, now, store, renders } = await openPage();
    const { head } = now();
    await act(() => now().seek(4));
    const text = () => [container.querySelector('b')!.textContent, now().position, now().head, now().isLive];
    const before = renders.length;
    act(() => void testHandle(store).insertForeign(2, Sold({ sku: 'b' })));
    expect(text()).toEqual(['1', 4, head + 1, false]);
    expect(renders.length).toBeGreaterThan(before);
    act(() => now().live());
    expect(text()).toEqual(['3', head + 1, head + 1, true]);
  });

  test('[BIND-1] its functions keep their identity, and its state is identical until it changes', async () => {
    const { renders, now, rerender, page } = await openPage();
    const before = now();
    rerender(page(2));
    expect(now()).toBe(before);
    await act(() => now().seek(4));
    for (const way of ['seek', 'step', 'play', 'live'] as const)
      expect(new Set(renders.map((r) => r[way])).size).toBe(1);
  });

  test('[BIND-1] unmounting the last user returns to the present, and leaves no listener', async () => {
    const { store, container, now, rerender, page, unmount } = await openPage();
    await act(() => now().seek(4));
    rerender(page(1));
    expect(container.querySelector('b')!.textContent).toBe('1');
    rerender(page(0));
    expect(container.textContent).toBe('2');
    unmount();
    const subscribe = vi.spyOn(store, 'subscribe');
    store.append(Sold({ sku: 'c' }));
    expect(subscribe).not.toHaveBeenCalled();
    expect(store.get(takings).sold).toBe(3);
  });
});
