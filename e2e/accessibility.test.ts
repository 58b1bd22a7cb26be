import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { sampleSales } from '../apps/demo/src/import/sample-file.ts';
import {
  banner,
  csvFile,
  goTo,
  importEnds,
  openTill,
  order,
  pickFile,
  sell,
  tile,
  toast,
  type PageName,
} from './till.ts';

const softly = expect.configure({ soft: true });

const PAGES: readonly PageName[] = ['sell', 'orders', 'figures', 'figures/all', 'stock', 'data'];

/** Opens a shop with sales, at the result of their import, which lists bad lines. */
async function openBusyTill(page: Page): Promise<void> {
  await openTill(page, 'data');
  await pickFile(page, csvFile(sampleSales({ isFaulty: true }).csv));
  await importEnds(page, 'complete');
}

/** The faults that axe finds on the page, in short. */
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

      test('axe finds no fault on the pages of a new shop', async ({ page }) => {
        await openTill(page);
        for (const name of PAGES) {
          await goTo(page, name);
          expect.soft(await faultsOf(page), name).toEqual([]);
        }
      });

      test('axe finds no fault on the pages and dialogs of a busy shop', async ({ page }) => {
        await openBusyTill(page);
        expect.soft(await faultsOf(page), 'import result').toEqual([]);
        await goTo(page, 'sell');
        await tile(page, 'Butter croissant').click();
        for (const name of PAGES) {
          await goTo(page, name);
          expect.soft(await faultsOf(page), name).toEqual([]);
        }
        const dialog = page.getByRole('dialog');
        await goTo(page, 'stock');
        await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
        await expect(dialog).toBeVisible();
        expect.soft(await faultsOf(page), 'receive').toEqual([]);
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
        await page.goto('/#/orders/700001');
        await page.getByRole('button', { name: 'Void this order' }).click();
        await expect(dialog).toBeVisible();
        expect.soft(await faultsOf(page), 'void').toEqual([]);
      });

      test('[TILL-2] axe finds no fault in the state of the till, also while another tab cannot save', async ({
        page,
      }) => {
        await openTill(page);
        const other = await page.context().newPage();
        await openTill(other);
        const state = page.locator('[data-save]');
        const dialog = page.getByRole('dialog');
        const expectNoFault = async (words: string): Promise<void> => {
          await state.click();
          await expect(dialog).toContainText(words);
          expect.soft(await faultsOf(page), words).toEqual([]);
          await page.keyboard.press('Escape');
          await expect(dialog).toBeHidden();
          await expect(state).toBeFocused();
        };
        await expectNoFault('2 tabs.');
        await other.evaluate(() => {
          const full = (): never => {
            throw new DOMException('full', 'QuotaExceededError');
          };
          Object.assign(IDBObjectStore.prototype, { put: full, add: full });
        });
        await other.setViewportSize({ width: 1440, height: 900 });
        await tile(other, 'Butter croissant').click();
        await expect(state).toHaveAttribute('data-save', 'bad');
        await expectNoFault('Keep that tab open');
      });

      test('axe finds no fault in the history and on pages that show the past', async ({ page }) => {
        // On a wide screen the basket is in view. The device is set afterwards.
        await page.setViewportSize({ width: 1440, height: 900 });
        await openTill(page);
        const label = await sell(page, 'Butter croissant');
        await page.setViewportSize(viewport);
        await goTo(page, 'orders');
        await order(page, label).click();
        await page.getByRole('button', { name: 'Void this order' }).click();
        await page.getByRole('button', { name: 'Void the order' }).click();
        await expect(toast(page)).toBeVisible();
        await page.getByRole('button', { name: 'History', exact: true }).click();
        await expect(page.getByRole('slider')).toBeFocused();
        await goTo(page, 'orders');
        expect.soft(await faultsOf(page), 'now').toEqual([]);
        await page.getByRole('button', { name: 'Previous sale' }).click();
        await expect(banner(page)).toBeVisible();
        for (const name of ['figures', 'sell', 'data'] as const) {
          await goTo(page, name);
          expect.soft(await faultsOf(page), `${name} in the past`).toEqual([]);
        }
      });
    });
  }
}

test('on a phone the window itself never scrolls', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openBusyTill(page);
  const over = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  for (const name of PAGES) {
    await goTo(page, name);
    await softly.poll(over, name).toBe(0);
  }
});

test('on a phone every control is at least 44 pixels high', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page);
  await tile(page, 'Butter croissant').click();
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('slider').press('Home');
  await expect(banner(page)).toBeVisible();
  for (const name of PAGES) {
    await goTo(page, name);
    // A link in a sentence is as high as its line. The skip link and the file field are not for fingers.
    const small = () =>
      page
        .locator('button, a:not(.skip-link), summary, input:not(.visually-hidden)')
        .evaluateAll((found) =>
          found
            .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
            .map((element) => `${element.tagName} ${element.textContent} ${element.getBoundingClientRect().height}`),
        );
    await softly.poll(small, name).toEqual([]);
  }
});
