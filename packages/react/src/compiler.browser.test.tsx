import { createRoot } from 'react-dom/client';
import { describe, expect, test } from 'vitest';
import type * as AppModule from './app.fixture.tsx';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider } from './index.ts';
import { openShop, type ShopProvider } from './shop.fixture.ts';

describe.each<{ readonly name: string; readonly Provider: ShopProvider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  test('[BIND-3] an app behaves the same with the React Compiler, which does the work of memo', async () => {
    const plain = await play('./app.fixture.tsx', Provider);
    const compiled = await play('./app.fixture.tsx?compiled', Provider);
    expect([plain.isCompiled, compiled.isCompiled]).toEqual([false, true]);
    expect(compiled.seen).toEqual(plain.seen);
    expect(compiled.seen.at(-1)).toBe(
      'up to 5 a 4 stored b 4 stored c 4 idle d 0 idle out-of-stock d,a,b,c abdc 4 stored ok liveturn quietsaidout-of-stock',
    );
    // One row is sold, and one row renders. The Compiler skips the rest of the list.
    expect(compiled.rendered).toEqual(['b']);
    expect([compiled.quiet, compiled.said]).toEqual([['c'], ['seller']]);
  });
});

/** Uses the app. Returns all that it showed, and the components that rendered when one row was sold. */
async function play(path: string, Provider: ShopProvider) {
  const { App } = (await import(/* @vite-ignore */ path)) as typeof AppModule;
  const store = await openShop();
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const seen: string[] = [];
  let rendered: string[] = [];
  const look = (): void => void seen.push(place.querySelector('main')!.innerText.replaceAll(/\s+/g, ' '));
  const click = async (selector: string, isDone: (text: string) => boolean): Promise<void> => {
    rendered = [];
    place.querySelector<HTMLElement>(selector)!.click();
    await expect.poll(() => isDone(place.querySelector('main')!.innerText)).toBe(true);
    look();
  };
  root.render(
    <Provider store={store}>
      <App onRender={(what) => void rendered.push(what)} />
    </Provider>,
  );
  await expect.poll(() => place.querySelector('main')).not.toBeNull();
  look();
  await click('#a', (text) => text.includes('a 4 stored'));
  await click('#more', (text) => text.includes('up to 5'));
  await click('#list', (text) => text.includes('d 1'));
  await click('#b', (text) => text.includes('b 4 stored'));
  const ofOneSale = [...new Set(rendered)];
  await click('#status button', (text) => text.includes('past'));
  await click('#status button', (text) => text.includes('live'));
  await click('#d', (text) => text.includes('d 0 stored'));
  await click('#d', (text) => text.includes('out-of-stock'));
  await click('#quiet', (text) => text.includes('c 4'));
  const quiet = [...new Set(rendered)];
  await click('#said', (text) => /said\s*out-of-stock/.test(text));
  const said = [...new Set(rendered)];
  root.unmount();
  place.remove();
  return { seen, quiet, said, rendered: ofOneSale, isCompiled: /\b_c\(|useMemoCache/.test(String(App)) };
}
