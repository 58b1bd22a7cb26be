import { expect, type Page, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sampleSales } from '../apps/demo/src/import/sample-file.ts';
import {
  add,
  banner,
  count,
  csvFile,
  figure,
  goTo,
  importEnds,
  money,
  openTill,
  order,
  pickFile,
  sell,
  toast,
} from './till.ts';

/** Opens Till in two tabs of one browser. */
async function openTwice(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await Promise.all([openTill(page), openTill(other)]);
  return other;
}

async function voidOrder(page: Page, label: string): Promise<void> {
  await goTo(page, 'orders');
  await order(page, label).click();
  await page.getByRole('button', { name: 'Void this order' }).click();
  await page.getByRole('button', { name: 'Void the order' }).click();
  await expect(toast(page)).toContainText(`Voided order ${label}`);
}

async function expectStock(page: Page, name: string, pieces: number): Promise<void> {
  await goTo(page, 'stock');
  await page.getByRole('searchbox').fill(name);
  const row = page.locator('.stock-row');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(`${pieces} pieces in stock`);
}

const undo = (page: Page) => page.locator('[data-tool="undo"]');
const redo = (page: Page) => page.locator('[data-tool="redo"]');

test('[TAB-1] [TILL-1] two tabs that open a new shop at once fill its shelves once', async ({ page }) => {
  const other = await openTwice(page);
  await sell(page, 'Mocha');
  const facts = async (tab: Page): Promise<readonly string[]> => {
    await goTo(tab, 'stock');
    return tab.locator('.chip').allInnerTexts();
  };
  await expect.poll(() => facts(other)).toEqual(await facts(page));
  await expectStock(page, 'Butter croissant', 36);
  await expectStock(other, 'Butter croissant', 36);
  await goTo(other, 'data');
  const saving = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Save a backup' }).click();
  const lines = gunzipSync(readFileSync(await (await saving).path()))
    .toString()
    .trimEnd()
    .split('\n');
  const listed = lines.flatMap((line) =>
    line.includes('"product.') ? [(JSON.parse(line) as { readonly data: { readonly sku: string } }).data.sku] : [],
  );
  expect(listed.length).toBeGreaterThan(20);
  expect(new Set(listed).size).toBe(listed.length);
});

test('[TAB-1] [TILL-1] a sale, its void, undo and redo in one tab show in the other', async ({ page }) => {
  const other = await openTwice(page);
  await add(page, 'Butter croissant');
  await expect(other.getByTestId('basket-total')).toHaveText('£2.60');
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Control+z');
  await expect(other.getByRole('heading', { name: 'The basket is empty' })).toBeVisible();

  const label = await sell(page, 'Butter croissant', 'Butter croissant');
  await expectStock(other, 'Butter croissant', 34);
  await voidOrder(other, label);
  await expectStock(page, 'Butter croissant', 36);
  // Undo takes back what the same person did in the other tab, and names it.
  await expect(undo(page)).toHaveAccessibleName(`Undo: Void order ${label}`);
  await undo(page).click();
  await expect(toast(page)).toContainText(`Undone: Void order ${label}`);
  await expect(order(other, label).getByText('Void')).toHaveCount(0);
  await redo(other).click();
  await goTo(page, 'orders');
  await expect(order(page, label).getByText('Void')).toBeVisible();
});

test('[TAB-1] [TILL-1] a file imported in one tab shows in the other', async ({ page }) => {
  const other = await openTwice(page);
  await goTo(other, 'figures/all');
  await expect(other.getByRole('heading', { name: 'No figures yet' })).toBeVisible();
  await goTo(page, 'data');
  const { csv, figures } = sampleSales();
  await pickFile(page, csvFile(csv));
  await importEnds(page, 'complete');
  await expect(figure(other, 'Net revenue')).toHaveText(money(figures.netPence));
  await expect(figure(other, 'Bills')).toHaveText(count(figures.invoices));
});

test('[TILL-1] history in one tab stays while the other sells, and now shows the sale', async ({ page }) => {
  const other = await openTwice(page);
  const first = await sell(page, 'Mocha');
  await goTo(page, 'orders');
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('button', { name: 'Previous sale' }).click();
  await expect(banner(page)).toBeVisible();
  await expect(order(page, first)).toHaveCount(0);
  const second = await sell(other, 'Espresso');
  // The tab has read the sale once it offers it; the past stays as it was.
  await expect(order(page, second)).toHaveCount(0);
  await expect(banner(page)).toBeVisible();
  await page.getByRole('button', { name: 'Back to now' }).first().click();
  await expect(order(page, second)).toBeVisible();
  await expect(order(page, first)).toBeVisible();
});

test('[TILL-1] a key charges no basket that the other tab has begun unseen', async ({ page }) => {
  const other = await openTwice(page);
  await sell(page, 'Mocha');
  await add(other, 'Espresso');
  await expect(other.getByTestId('basket-total')).toHaveText('£2.40');
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Next customer' }).click();
  await expect(page.getByTestId('basket-total')).toHaveText('£2.40');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('sale-total')).toHaveText('£2.40');
  await expect(other.getByRole('heading', { name: 'The basket is empty' })).toBeVisible();
});
