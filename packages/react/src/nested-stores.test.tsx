// @vitest-environment happy-dom
import type { AnyStore } from '@refold/core';
import { rejectCommit } from '@refold/core/undo';
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useRejected, useStatus, useTimeline, useUndo } from './index.ts';
import { Boundary, Listed, makeShop, openShop, type Shop, type ShopProvider } from './shop.fixture.ts';

afterEach(cleanup);

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  // Both have the same views and commands, so no definition distinguishes them.
  async function openPage() {
    const [outer, inner] = [makeShop(), makeShop()];
    await Promise.all([outer.ready, inner.ready]);
    const Of = ({ store }: { readonly store: AnyStore | undefined }) => {
      const { unsaved } = useStatus({ store });
      const { canUndo } = useUndo({ store });
      const { head } = useTimeline({ store });
      const undo = canUndo ? 'undo' : 'no undo';
      return <p>{`${unsaved} unsaved, ${undo}, ${useRejected({ store }).length} rejected, head ${head}`}</p>;
    };
    const { container } = render(
      <Provider store={outer}>
        <Provider store={inner}>
          <Of store={outer} />
          <Of store={inner} />
          <Of store={undefined} />
        </Provider>
      </Provider>,
    );
    return { outer, inner, shown: () => Array.from(container.querySelectorAll('p'), (p) => p.textContent) };
  }

  test('[BIND-1] useStatus, useUndo, useRejected and useTimeline show the chosen store, by default the nearest', async () => {
    const { outer, inner, shown } = await openPage();
    const nothing = '0 unsaved, no undo, 0 rejected, head 0';
    expect(shown()).toEqual([nothing, nothing, nothing]);

    const list = (store: Shop) => store.append(Listed({ sku: 'a', left: 5 }));
    let stored: Promise<void> | undefined;
    act(() => void (stored = list(outer).until('stored')));
    expect(shown()).toEqual(['1 unsaved, undo, 0 rejected, head 1', nothing, nothing]);
    await act(() => stored);
    const saved = '0 unsaved, undo, 0 rejected, head 1';
    expect(shown()).toEqual([saved, nothing, nothing]);

    await act(() => rejectCommit(inner, list(inner), { code: 'no' })?.until('stored'));
    const refused = '0 unsaved, no undo, 1 rejected, head 2';
    expect(shown()).toEqual([saved, refused, refused]);
  });

  test('[BIND-1] a chosen store without a provider above throws with the remedy', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const elsewhere = makeShop();
    const Lost = () => <>{useStatus({ store: elsewhere }).unsaved}</>;
    const { container } = render(
      <Provider store={await openShop()}>
        <Boundary>
          <Lost />
        </Boundary>
      </Provider>,
    );
    expect(container.textContent).toMatchInlineSnapshot(
      `"failed: This store has no provider here. Put <StoreProvider store={store}> above this component."`,
    );
  });
});
