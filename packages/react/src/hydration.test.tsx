// @vitest-environment happy-dom
import { type GivenEvent, memoryLog, prepareServerStore } from '@refold/core';
import type { EventLog } from '@refold/core/log';
import { act } from '@testing-library/react';
import { type ComponentType, type ReactNode, StrictMode, Suspense, useEffect, useLayoutEffect } from 'react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useRejected, useStatus, useStore, useTimeline, useUndo, useView } from './index.ts';
import { Listed, low, makeShop, sell, type Shop, Sold, stock, takings } from './shop.fixture.ts';

const roots: Root[] = [];
afterEach(() => {
  act(() => roots.splice(0).forEach((root) => root.unmount()));
  document.body.innerHTML = '';
});

/** Marks a log as kept on the device, like one in IndexedDB, which a server lacks. */
const onDevice = (log: EventLog = memoryLog()): EventLog => ({ ...log, isOnDevice: true });

/** Opens a shop in the browser, whose log has a product, one of which was sold. */
async function openShop() {
  const log = onDevice();
  const first = makeShop(log);
  await first.ready;
  await first.append(Listed({ sku: 'a', left: 3 }), Sold({ sku: 'a' })).until('stored');
  return { log, store: makeShop(log) };
}

const given: readonly GivenEvent[] = [
  {
    id: 'evt_01890a5d-ac96-774b-bcce-b302099a8050',
    type: 'product.listed',
    timestamp: '2026-05-01T09:00:00.000Z',
    version: 1,
    data: { sku: 'z', left: 1 },
  },
];

const undone: GivenEvent = {
  id: 'evt_01890a5d-ac96-774b-bcce-b302099a8051',
  type: '$undo',
  timestamp: '2026-05-01T09:00:01.000Z',
  data: { groups: ['g'] },
};

type Provider = ComponentType<{
  readonly store: Shop;
  readonly children?: ReactNode;
  readonly serverEvents?: readonly GivenEvent[];
}>;

/** The texts that a component showed, without repetitions. */
class Seen {
  readonly texts: string[] = [];
  note(text: string): string {
    if (this.texts.at(-1) !== text) this.texts.push(text);
    return text;
  }
}

const EMPTY = ' 0  idle false 0 0 true 0 ok';
const STORED = 'a 2 1 a idle true 0 2 true 0 ok';

describe.each<{ readonly name: string; readonly Provider: Provider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  const Reader = ({ seen }: { readonly seen: Seen }) => {
    const [, { stage }] = useCommand(sell);
    const { head, isLive } = useTimeline();
    const { unsaved, storage } = useStatus();
    const rows = useView(stock, (all) => [...all].map(({ sku, left }) => `${sku} ${left}`).join());
    const others = `${useUndo().canUndo} ${useRejected().length} ${head} ${isLive} ${unsaved} ${storage}`;
    return <p>{seen.note(`${rows} ${useView(takings).sold} ${useView(low(4)).join()} ${stage} ${others}`)}</p>;
  };
  const page = (store: Shop, seen: Seen, children?: ReactNode, serverEvents?: readonly GivenEvent[]): ReactNode => (
    <StrictMode>
      <Suspense fallback={<i>opening</i>}>
        <Provider store={store} {...(serverEvents !== undefined && { serverEvents })}>
          <Reader seen={seen} />
          {children}
        </Provider>
      </Suspense>
    </StrictMode>
  );
  /** Renders as a server does, without the log. */
  const render = async (children?: ReactNode, serverEvents?: readonly GivenEvent[]): Promise<string> => {
    const server = makeShop(onDevice());
    await server.ready;
    if (serverEvents !== undefined) await prepareServerStore(server, serverEvents);
    return renderToString(page(server, new Seen(), children, serverEvents));
  };
  /** Hydrates a page; returns its element, and what React had to repair. */
  const hydrate = (html: string, tree: ReactNode) => {
    const complain = vi.spyOn(console, 'error');
    const place = document.body.appendChild(document.createElement('div'));
    place.innerHTML = html;
    const mended: unknown[] = [];
    roots.push(hydrateRoot(place, tree, { onRecoverableError: (error) => void mended.push(error) }));
    // Server and page are one process here, which React takes for two renderers.
    const complaints = (): unknown[] => [
      ...mended,
      ...complain.mock.calls.filter(([text]) => !String(text).startsWith('Detected multiple renderers')),
    ];
    return { place, complaints };
  };

  test("[BOOT-1] a store that is ready before hydration: the server's state first, then that of the log", async () => {
    const html = await render();
    const { store } = await openShop();
    await store.ready;
    const seen = new Seen();
    // oxlint-disable-next-line typescript/require-await -- an async act waits for all that is begun
    const { place, complaints } = await act(async () => hydrate(html, page(store, seen)));
    expect(html).toContain(EMPTY);
    expect([seen.texts, complaints()]).toEqual([[EMPTY, STORED], []]);
    act(() => void store.append(Sold({ sku: 'a' })));
    expect(place.textContent).toContain('a 1 2 a');
  });

  test('[LOAD-2] events of a server with an undo: what the server sent stays until undo is loaded', async () => {
    const events = [{ ...given[0]!, metadata: { group: 'g' } }, undone];
    const html = await render(undefined, events);
    const { store } = await openShop();
    await store.ready;
    const seen = new Seen();
    // oxlint-disable-next-line typescript/require-await -- as above
    const { place, complaints } = await act(async () => hydrate(html, page(store, seen, undefined, events)));
    await expect.poll(() => place.textContent).toContain(STORED);
    expect([seen.texts, complaints()]).toEqual([[EMPTY.replace('0 true', '2 true'), STORED], []]);
  });

  test("[BOOT-1] a store that is ready later: the server's markup stays meanwhile, without a fallback", async () => {
    const html = await render();
    const { log } = await openShop();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const store = makeShop({ ...log, open: () => gate.then(log.open) });
    const seen = new Seen();
    // oxlint-disable-next-line typescript/require-await -- as above
    const { place, complaints } = await act(async () => hydrate(html, page(store, seen)));
    expect([place.innerHTML, seen.texts]).toEqual([html, []]);
    const fallbacks: string[] = [];
    new MutationObserver(() => void fallbacks.push(...[...place.querySelectorAll('i')].map(String))).observe(place, {
      childList: true,
      subtree: true,
    });
    await act(async () => {
      open();
      await store.ready;
    });
    expect([seen.texts, fallbacks, complaints()]).toEqual([[EMPTY, STORED], [], []]);
  });

  test('[BOOT-1] events that effects append during hydration are in the log, and shown', async () => {
    const { store } = await openShop();
    await store.ready;
    let isDone = false;
    const sellOnce = (): void => {
      if (!isDone) store.append(Sold({ sku: 'a' }));
      isDone = true;
    };
    const InLayout = () => {
      const own = useStore(takings);
      useLayoutEffect(() => sellOnce(), [own]);
      return null;
    };
    const Effects = () => {
      const [run] = useCommand(sell);
      useEffect(() => {
        if (store.get(takings).sold < 3) run({ sku: 'a' });
      }, [run]);
      return null;
    };
    const html = await render();
    const seen = new Seen();
    const both = [<InLayout key={1} />, <Effects key={2} />];
    // oxlint-disable-next-line typescript/require-await -- as above
    await act(async () => hydrate(html, page(store, seen, both)));
    expect([store.get(takings).sold, seen.texts[0], seen.texts.at(-1)]).toEqual([
      3,
      EMPTY,
      expect.stringMatching(/^a 0 3 a/),
    ]);
  });

  test("[BOOT-1] a part that hydrates later begins with the server's state", async () => {
    const { store } = await openShop();
    await store.ready;
    let load = (): void => undefined;
    const code = new Promise<void>((resolve) => (load = resolve));
    let isLoaded = true;
    const seen = { early: new Seen(), late: new Seen() };
    const Late = () => {
      // oxlint-disable-next-line typescript/only-throw-error -- that is how a component says that it has to wait
      if (!isLoaded) throw code;
      return <Reader seen={seen.late} />;
    };
    const part = (
      <Suspense fallback={<i>loading</i>}>
        <Late />
      </Suspense>
    );
    const html = await render(part);
    isLoaded = false;
    seen.late.texts.length = 0;
    // oxlint-disable-next-line typescript/require-await -- as above
    const { place, complaints } = await act(async () => hydrate(html, page(store, seen.early, part)));
    expect(seen.late.texts).toEqual([]);
    await act(async () => {
      isLoaded = true;
      load();
      await code;
    });
    expect([seen.early.texts, seen.late.texts, complaints()]).toEqual([[EMPTY, STORED], [EMPTY, STORED], []]);
    expect(place.querySelector('i')).toBeNull();
  });

  test("[BOOT-1] the server's events are shown first, on the server too", async () => {
    const html = await render(undefined, given);
    const { store } = await openShop();
    await store.ready;
    const seen = new Seen();
    // oxlint-disable-next-line typescript/require-await -- as above
    const { complaints } = await act(async () => hydrate(html, page(store, seen, undefined, given)));
    expect(html).toContain('z 1 0 z idle');
    expect([seen.texts[0], seen.texts.at(-1), complaints()]).toEqual([
      expect.stringMatching(/^z 1 0 z idle/),
      STORED,
      [],
    ]);
    expect([store.get(stock).size, store.get(stock).get('z')]).toEqual([1, undefined]);
  });

  test('[BOOT-1] a page that no server rendered begins with the state of the log', async () => {
    const { store } = await openShop();
    await store.ready;
    const seen = new Seen();
    const place = document.body.appendChild(document.createElement('div'));
    const { createRoot } = await import('react-dom/client');
    const root = createRoot(place);
    roots.push(root);
    act(() => root.render(page(store, seen, undefined, given)));
    expect(seen.texts).toEqual([STORED]);
  });
});
