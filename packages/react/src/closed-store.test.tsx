// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useRejected, useStatus, useTimeline, useUndo, useView } from './index.ts';
import { Boundary, low, openShop, sell, type ShopProvider, Sold, stock, takings } from './shop.fixture.ts';

afterEach(cleanup);

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  let run: (input: { sku: string }) => unknown;
  const All = ({ sku = 'a' }: { readonly sku?: string }) => {
    const left = useView(stock, (rows) => rows.get(sku)?.left);
    const [sellIt, { stage }] = useCommand(sell);
    run = sellIt;
    const { head, isLive } = useTimeline();
    const others = `${useUndo().canRedo} ${useRejected().length} ${head} ${isLive} ${useStatus().phase}`;
    return <p>{`${left} ${useView(takings).sold} ${useView(low(4)).join()} ${stage} ${others}`}</p>;
  };

  test('[BOOT-1] after its store closes a component shows the last state, even if it is mounted then', async () => {
    const complain = vi.spyOn(console, 'error');
    const store = await openShop();
    const page = (sku: string, isMore = false) => (
      <Boundary>
        <Suspense fallback="opening">
          <Provider store={store}>
            <All sku={sku} />
            {isMore && <All />}
          </Provider>
        </Suspense>
      </Boundary>
    );
    const { container, rerender } = render(page('a'));
    act(() => void store.append(Sold({ sku: 'a' })));
    await act(() => store.close());
    const closed = '1 a idle false 0 4 true closed';
    expect(container.textContent).toBe(`4 ${closed}`);
    act(() => rerender(page('b')));
    expect(container.textContent).toBe(`5 ${closed}`);
    act(() => rerender(page('b', true)));
    expect(container.textContent).toBe(`5 ${closed}4 ${closed}`);
    expect(() => run({ sku: 'a' })).toThrow(expect.objectContaining({ code: 'store.closed' }));
    expect(complain.mock.calls).toEqual([]);
  });
});
