// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { Activity } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useEvent, useStatus, useView } from './index.ts';
import { Listed, low, openShop, sell, type ShopProvider, Sold, stock, takings } from './shop.fixture.ts';

afterEach(cleanup);

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  const All = ({ onSold }: { readonly onSold: () => void }) => {
    useEvent(Sold, onSold);
    const [, { stage }] = useCommand(sell);
    const left = useView(stock, (rows) => rows.get('a')?.left);
    return <p>{`${left} ${useView(takings).sold} ${useView(low(4)).join()} ${stage} ${useStatus().storage}`}</p>;
  };

  test('[BIND-1] a hidden part of the page is not notified, and is up to date when it is shown', async () => {
    const store = await openShop();
    const sold = vi.fn<() => void>();
    const page = (mode: 'hidden' | 'visible') => (
      <Provider store={store}>
        <Activity mode={mode}>
          <All onSold={sold} />
        </Activity>
      </Provider>
    );
    const { container, rerender } = render(page('visible'));
    // React renders hidden parts last, and only an awaited act waits for that.
    const turn = (mode: 'hidden' | 'visible') => act(() => Promise.resolve(rerender(page(mode))));
    await turn('hidden');
    act(() => void store.append(Sold({ sku: 'a' }), Listed({ sku: 'b', left: 1 })));
    expect(sold).not.toHaveBeenCalled();
    await turn('visible');
    expect(container.textContent).toBe('4 1 b,a idle ok');
    act(() => void store.append(Sold({ sku: 'a' })));
    expect([container.textContent, sold.mock.calls.length]).toEqual(['3 2 b,a idle ok', 1]);
  });
});
