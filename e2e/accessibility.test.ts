import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { sampleSales } from '../apps/demo/src/import/sample-file.ts';
import { csvFile, goTo, importEnds, openTill, order, pickFile, sell, tile, toast, type PageName } from './till.ts';

const PAGES: readonly PageName[] = ['sell', 'orders', 'figures', 'figures/all', 'stock', 'data'];

/** A shop with sales, at the result of their import, which lists bad lines. */
async function openBusyTill(page: Page): Promise<void> {
  await openTill(page, 'data');
  await pickFile(page, csvFile(sampleSales({ isFaulty: true }).csv));
  await importEnds(page, 'complete');
}

/** What axe finds wrong with the page as it is now, in short. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${String(target)} ${any[0]?.message ?? ''}`),
  );
}

for (const [device, viewport] of [
  ['a phone', { width: 390, height: 844 }],
  ['a desktop', { width: 1440, height: 900 }],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`on ${device} in ${colorScheme} colours`, () => {
      test.use({ viewport, colorScheme });

      test('axe finds no fault on any page of a new shop', async ({ page }) => {
        await openTill(page);
        for (const name of PAGES) {
          await goTo(page, name);
          await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
          expect.soft(await faultsOf(page), name).toEqual([]);
        }
      });

      test('axe finds no fault on any page of a busy shop, nor in its dialogs', async ({ page }) => {
        await openBusyTill(page);
        expect.soft(await faultsOf(page), 'import result').toEqual([]);
        await goTo(page, 'sell');
        await tile(page, 'Butter croissant').click();
        for (const name of PAGES) {
          await goTo(page, name);
          await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
          expect.soft(await faultsOf(page), name).toEqual([]);
        }
        await goTo(page, 'stock');
        await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
        expect.soft(await faultsOf(page), 'receive').toEqual([]);
        await page.keyboard.press('Escape');
        await page.goto('/#/orders/700001');
        await page.getByRole('button', { name: 'Void this order' }).click();
        expect.soft(await faultsOf(page), 'void').toEqual([]);
      });

      test('axe finds no fault in the history, nor on a page that shows the past', async ({ page }) => {
        // At a desk the basket is at hand; what comes of it is looked at on the device.
        await page.setViewportSize({ width: 1440, height: 900 });
        await openTill(page);
        const label = await sell(page, 'Butter croissant');
        await page.setViewportSize(viewport);
        await goTo(page, 'orders');
        await order(page, label).click();
        await page.getByRole('button', { name: 'Void this order' }).click();
        await page.getByRole('button', { name: 'Void the order' }).click();
        await page.getByRole('button', { name: 'History', exact: true }).click();
        await expect(toast(page)).toBeVisible();
        await goTo(page, 'orders');
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect.soft(await faultsOf(page), 'now').toEqual([]);
        await page.getByRole('button', { name: 'Previous sale' }).click();
        for (const name of ['figures', 'sell', 'data'] as const) {
          await goTo(page, name);
          await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
          expect.soft(await faultsOf(page), `${name} in the past`).toEqual([]);
        }
      });
    });
  }
}

test('on a phone the window itself never scrolls, however long a page is', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openBusyTill(page);
  const over = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  for (const name of PAGES) {
    await goTo(page, name);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    expect.soft(await over(), name).toBe(0);
  }
});

test('on a phone everything that is pressed is at least 44 pixels high', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page);
  await tile(page, 'Butter croissant').click();
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('slider').press('Home');
  for (const name of PAGES) {
    await goTo(page, name);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    // A link in a sentence is as high as its line; the skip link and the file field are not for fingers.
    const small = await page
      .locator('button, a:not(.skip-link), summary, input:not(.visually-hidden)')
      .evaluateAll((found) =>
        found
          .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
          .map((element) => `${element.tagName} ${element.textContent} ${element.getBoundingClientRect().height}`),
      );
    expect.soft(small, name).toEqual([]);
  }
});
