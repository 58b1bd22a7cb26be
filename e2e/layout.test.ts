import { expect, type Locator, type Page, test } from '@playwright/test';
import { add, addProduct, banner, goTo, openTill, sell, type PageName } from './till.ts';

const softly = expect.configure({ soft: true });

const PAGES: readonly PageName[] = ['sell', 'orders', 'figures', 'figures/all', 'stock', 'data'];
const SHORT = [
  { width: 640, height: 400 },
  { width: 844, height: 390 },
  { width: 320, height: 256 },
] as const;

/** Whether an element is on top at its own centre, after scrolling to it. */
async function isOnTop(found: Locator): Promise<boolean> {
  await found.scrollIntoViewIfNeeded();
  return found.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return seen !== null && (element.contains(seen) || seen.contains(element));
  });
}

/** How many pixels the window scrolls sideways. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** How far a part of a page is from the page's left and right edge. */
async function marginsOf(page: Page, part: Locator): Promise<{ readonly left: number; readonly right: number }> {
  const view = await page.locator('.shell-page').boundingBox();
  const box = await part.boundingBox();
  if (view === null || box === null) throw new Error('The page is not drawn.');
  return { left: box.x - view.x, right: view.x + view.width - (box.x + box.width) };
}

for (const viewport of SHORT) {
  const size = `${viewport.width}×${viewport.height}`;

  test(`[UI-2] in a window of ${size} nothing covers the history`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openTill(page);
    await sell(page, 'Mocha');
    await page.setViewportSize(viewport);
    await page.getByRole('button', { name: 'History', exact: true }).click();
    await page.getByRole('button', { name: 'Previous sale' }).click();
    await expect(banner(page)).toBeVisible();
    const history = page.getByRole('region', { name: 'History' });
    for (const name of PAGES) {
      await goTo(page, name);
      for (const part of [
        history.locator('.history-time'),
        history.locator('.history-figures'),
        history.locator('.scrubber'),
        history.getByRole('button', { name: 'Play' }),
        history.getByRole('button', { name: 'Close the history' }),
      ]) {
        await softly.poll(() => isOnTop(part), `${name}: ${String(part)}`).toBe(true);
      }
    }
  });

  test(`[UI-2] in a window of ${size} every line of the basket and Charge can be reached`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openTill(page);
    for (const name of ['Mocha', 'Espresso', 'Butter croissant', 'Flat white', 'Canvas tote']) await add(page, name);
    await page.getByRole('button', { name: /^Basket 5 items/ }).click();
    const lines = page.getByRole('list', { name: 'Lines' }).getByRole('listitem');
    await expect(lines).toHaveCount(5);
    for (const line of await lines.all()) {
      const more = line.getByRole('button', { name: /^One more/ });
      await softly.poll(() => isOnTop(more), await line.innerText()).toBe(true);
    }
    await page.getByRole('button', { name: /^Charge/ }).click();
    await expect(page.getByTestId('sale-total')).toHaveText('£21.35');
    await page.getByRole('button', { name: 'Next customer' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
  });
}

test('[UI-2] on a small phone that shows the past, the search and a tile are in sight', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openTill(page);
  await sell(page, 'Mocha');
  await page.getByRole('button', { name: 'Next customer' }).click();
  await add(page, 'Espresso');
  await page.getByRole('searchbox').fill('');
  await page.setViewportSize({ width: 320, height: 568 });
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('button', { name: 'Previous sale' }).click();
  await expect(banner(page)).toBeVisible();
  const search = page.getByRole('searchbox');
  const isWhole = () =>
    search.evaluate((field) => {
      const { left, right, top, bottom } = field.getBoundingClientRect();
      return [top + 2, bottom - 2].every((y) => field.contains(document.elementFromPoint((left + right) / 2, y)));
    });
  await softly.poll(isWhole, 'the search').toBe(true);
  const tilesHeight = async () => (await page.locator('.tiles-scroll').boundingBox())?.height ?? 0;
  await softly.poll(tilesHeight, 'the tiles').toBeGreaterThan(44);
});

test('[UI-2] no page scrolls sideways, and Stock keeps its margins, at any width', async ({ page }) => {
  await openTill(page);
  await sell(page, 'Mocha');
  for (const width of [320, 390, 820, 900, 1024, 1180, 1248, 1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    for (const name of PAGES) {
      await goTo(page, name);
      await softly.poll(() => sideways(page), `${name} at ${width}`).toBe(0);
    }
    await goTo(page, 'stock');
    const more = page.getByRole('button', { name: 'New product' });
    for (const part of [more, page.locator('.stock-row .button').first()]) {
      const right = async () => (await marginsOf(page, part)).right;
      await softly.poll(right, `Stock at ${width}, right`).toBeGreaterThanOrEqual(width < 900 ? 16 : 32);
    }
    const difference = async () => {
      const { left } = await marginsOf(page, page.getByRole('heading', { name: 'Stock' }));
      return Math.abs(left - (await marginsOf(page, more)).right);
    };
    await softly.poll(difference, `Stock at ${width}, left and right`).toBeLessThanOrEqual(1);
  }
});

for (const width of [390, 1280]) {
  test(`[UI-3] a name of one long word hides no amount and no total: ${width}`, async ({ page }) => {
    const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
    await page.setViewportSize({ width: 1280, height: 800 });
    await openTill(page, 'stock');
    await addProduct(page, { name, code: 'LONG-1', price: '4.50' });
    await goTo(page, 'sell');
    await add(page, name);
    await page.setViewportSize({ width, height: 800 });
    if (width < 900) await page.getByRole('button', { name: /^Basket 1 item/ }).click();
    const isInside = async (part: Locator): Promise<boolean> => {
      const box = await part.boundingBox();
      const over = await part.evaluate((element) => element.scrollWidth - element.clientWidth);
      return box !== null && box.x >= 0 && box.x + box.width <= width && over <= 0;
    };
    for (const part of ['.line-amount', '.line-name', '.basket-total dd']) {
      await softly.poll(() => isInside(page.locator(part)), part).toBe(true);
    }
    await page.getByRole('button', { name: /^Charge/ }).click();
    await page.getByRole('link', { name: /^Order #/ }).click();
    const row = page.locator('.lines-table tbody tr');
    await expect(row).toHaveCount(1);
    for (const part of [...(await row.locator('th, td').all()), page.locator('.lines-table tfoot td')]) {
      await softly.poll(() => isInside(part), await part.innerText()).toBe(true);
    }
    await softly.poll(() => sideways(page)).toBe(0);
    await goTo(page, 'stock');
    await page.getByRole('button', { name: `Receive ${name}` }).click();
    await softly.poll(() => isInside(page.getByRole('dialog')), 'the dialog').toBe(true);
    await softly.poll(() => isInside(page.getByRole('heading', { level: 2 })), 'its title').toBe(true);
  });
}
