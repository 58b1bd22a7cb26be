// @vitest-environment happy-dom
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type GivenEvent, memoryLog } from '@refold/core';
import type { EventLog } from '@refold/core/log';
import { act, cleanup } from '@testing-library/react';
import { type ReactNode, StrictMode, Suspense } from 'react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useEvent, useStatus, useView } from './index.ts';
import { Listed, low, makeShop, sell, type Shop, type ShopProvider, Sold, stock, takings } from './shop.fixture.ts';
import { countSubscriptions } from './subscriptions.fixture.ts';

const roots: Root[] = [];
afterEach(() => {
  act(() => roots.splice(0).forEach((root) => root.unmount()));
  cleanup();
  document.body.innerHTML = '';
});

function Page() {
  const [run, { stage }] = useCommand(sell);
  useEvent(Sold, () => undefined);
  return (
    <main>
      <button onClick={() => run({ sku: 'a' })}>{stage}</button>
      <ul>
        {useView(stock, (rows) => rows.range()).map(({ sku, left }) => (
          <li key={sku}>{`${sku} ${left}`}</li>
        ))}
      </ul>
      <p>{`${useView(takings).sold} ${useView(low(4)).join()} ${useStatus().storage}`}</p>
    </main>
  );
}
const HTML = '<button>idle</button><ul><li>a 4</li><li>b 5</li><li>c 5</li></ul><p>1 a ok</p>';

/** Opens a shop on the server, and one in the browser with the server's events. */
async function openBoth() {
  const server = makeShop();
  await server.ready;
  const events: GivenEvent[] = [];
  server.events$.subscribe((event) => void events.push(JSON.parse(JSON.stringify(event)) as GivenEvent));
  server.append(...['a', 'b', 'c'].map((sku) => Listed({ sku, left: 5 })), Sold({ sku: 'a' }));
  const browser = makeShop();
  await browser.ready;
  await browser.import(events as Parameters<Shop['import']>[0]);
  return { server, browser };
}

/** A log that opens when the test says. */
function gate(log: EventLog) {
  let open = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return { gated: { ...log, open: () => isOpen.then(log.open) }, open: () => open() };
}

/** Puts the server's markup on the page, and hydrates it. */
function hydrate(html: string, page: ReactNode) {
  const place = document.body.appendChild(document.createElement('div'));
  place.innerHTML = html;
  const mismatches: unknown[] = [];
  roots.push(hydrateRoot(place, page, { onRecoverableError: (error) => void mismatches.push(error) }));
  return { place, mismatches };
}

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  const app = (store: Shop): ReactNode => (
    <StrictMode>
      <Suspense fallback="opening">
        <Provider store={store}>
          <Page />
        </Provider>
      </Suspense>
    </StrictMode>
  );

  test('[BIND-2] the page shows what the server rendered, then follows the store', async () => {
    const complain = vi.spyOn(console, 'error');
    const { server, browser } = await openBoth();
    const html = renderToString(app(server));
    expect(html).toContain(HTML);
    const { place, mismatches } = await act(async () => hydrate(html, app(browser)));
    const button = place.querySelector('button')!;
    expect(place.innerHTML).toBe(html);
    act(() => button.click());
    expect(place.querySelector('p')!.textContent).toBe('2 a ok');
    expect(place.querySelector('button')).toBe(button);
    // Server and page are one process here, which React takes for two renderers. The server has a document, so its
    // components have layout effects, of which React 18 warns.
    const ofThisTest = /^Detected multiple renderers|^Warning: useLayoutEffect does nothing on the server/;
    const complaints = complain.mock.calls.filter(([text]) => !ofThisTest.test(String(text)));
    expect([mismatches, complaints]).toEqual([[], []]);
  });

  test('[BIND-2] on the server nothing subscribes, and a finished page leaves nothing', async () => {
    const { server } = await openBoth();
    const { open } = countSubscriptions(server);
    renderToString(app(server));
    expect(open()).toBe(0);
  });

  test('[BOOT-1] a stream waits until a store is ready; a synchronous render shows the fallback', async () => {
    const { browser: filled } = await openBoth();
    const { gated, open } = gate(memoryLog());
    const opening = makeShop(gated);
    expect(renderToString(app(opening))).toContain('opening');
    const stream = new PassThrough();
    const { pipe } = renderToPipeableStream(app(opening), { onAllReady: () => void pipe(stream) });
    open();
    await opening.ready;
    expect(await text(stream)).toContain('<p>0  ok</p>');
    expect(renderToString(app(filled))).toContain(HTML);
  });

  test("[BOOT-1] the server's markup stays on the page until the page's store is ready", async () => {
    const { server } = await openBoth();
    const html = renderToString(app(server));
    const log = memoryLog();
    const first = makeShop(log);
    await first.ready;
    await first.append(...['a', 'b', 'c'].map((sku) => Listed({ sku, left: 5 })), Sold({ sku: 'a' })).until('stored');
    const { gated, open } = gate(log);
    const store = makeShop(gated);
    const { place, mismatches } = await act(async () => hydrate(html, app(store)));
    expect(place.innerHTML).toContain(HTML);
    await act(async () => {
      open();
      await store.ready;
    });
    act(() => place.querySelector('button')!.click());
    expect([place.querySelector('p')!.textContent, mismatches]).toEqual(['2 a ok', []]);
  });
});
