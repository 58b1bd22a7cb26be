import { expect, type Page, test } from '@playwright/test';

declare global {
  interface Window {
    /** How far the browser has measured parts to move without input. */
    shifted?: number;
  }
}

/** The parts that must stay in place: each with its text, its drawing and its position. */
const lasting = (page: Page) =>
  page.locator('.brand, .brand img, .nav li, .nav li svg').evaluateAll((parts) =>
    parts.map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      const drawn = [...part.children].flatMap((child) => child.getAttribute('d') ?? []);
      return { text: part.textContent.trim(), drawn, x, y, width, height };
    }),
  );

for (const viewport of [
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  { width: 1280, height: 800 },
]) {
  for (const [colorScheme, paper] of [
    ['light', 'rgb(245, 244, 239)'],
    ['dark', 'rgb(19, 21, 19)'],
  ] as const) {
    const look = `${viewport.width}×${viewport.height} in ${colorScheme} colours`;
    test(`[UI-11] the shell is there before any script runs, and nothing moves later: ${look}`, async ({ browser }) => {
      const page = await browser.newPage({ viewport, colorScheme, serviceWorkers: 'block' });
      await page.addInitScript(() => {
        window.shifted = 0;
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) window.shifted = (window.shifted ?? 0) + Reflect.get(shift, 'value');
        }).observe({ type: 'layout-shift', buffered: true });
      });
      let letScriptsCome = (): void => undefined;
      const scriptsMayCome = new Promise<void>((resolve) => {
        letScriptsCome = resolve;
      });
      await page.route('**/*.js', async (route) => {
        await scriptsMayCome;
        await route.continue();
      });
      await page.goto('/', { waitUntil: 'commit' });
      await expect(page.getByText('Opening the shop…')).toBeVisible();
      await expect(page.locator('.brand')).toHaveText('Till');
      await expect(page.locator('body')).toHaveCSS('background-color', paper);
      await page.evaluate(() => document.fonts.ready);
      const before = await lasting(page);
      expect(before.map(({ text }) => text).filter((text) => text !== '')).toEqual([
        'Till',
        'Sell',
        'Orders',
        'Figures',
        'Stock',
        'Data',
      ]);

      letScriptsCome();
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
      await expect(page.getByText('Opening the shop…')).toBeHidden();
      expect(await lasting(page)).toEqual(before);
      expect(await page.evaluate(() => window.shifted)).toBe(0);
      await page.close();
    });
  }
}
