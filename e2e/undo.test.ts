import { expect, type Locator, type Page, test } from '@playwright/test';
import { type } from './keys.ts';
import { add, figure, goTo, isSaved, openTill, order, sell, tile, toast } from './till.ts';

const tool = (page: Page, name: 'Undo' | 'Redo'): Locator => page.locator(`[data-tool="${name.toLowerCase()}"]`);

/** Voids an order, from the list to the last question. */
async function strikeOut(page: Page, label: string): Promise<void> {
  await goTo(page, 'orders');
  await order(page, label).click();
  await page.getByRole('button', { name: 'Void this order' }).click();
  await page.getByRole('button', { name: 'Void the order' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** Expects an order in the list to be void, or not. */
async function expectVoid(page: Page, label: string, isVoid: boolean): Promise<void> {
  await expect(order(page, label).getByText('Void')).toHaveCount(isVoid ? 1 : 0);
}

test('[UNDO-1] a void is undone from its toast, by button and by key, and redone', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Butter croissant', 'Butter croissant');
  await strikeOut(page, label);
  await expect(toast(page)).toContainText(`Voided order ${label}`);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page)).toContainText(`Undone: Void order ${label}`);
  await expectVoid(page, label, false);

  await tool(page, 'Redo').click();
  await expect(toast(page)).toContainText(`Redone: Void order ${label}`);
  await expectVoid(page, label, true);
  await expect(tool(page, 'Undo')).toHaveAccessibleName(`Undo: Void order ${label}`);
  await expect(tool(page, 'Redo')).toBeDisabled();

  await page.keyboard.press('Control+z');
  await expectVoid(page, label, false);
  await page.keyboard.press('Control+Shift+z');
  await expectVoid(page, label, true);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+y');
  await expectVoid(page, label, true);
  await page.keyboard.press('Control+z');
  await goTo(page, 'figures');
  await expect(figure(page, 'Takings')).toHaveText('£5.20');
  await expect(figure(page, 'Void')).toHaveCount(0);
});

test('[UNDO-3] an action before a reload is undone after it, under the same label', async ({ page }) => {
  await openTill(page);
  const kept = await sell(page, 'Mocha');
  const struck = await sell(page, 'Espresso');
  await strikeOut(page, struck);
  await page.keyboard.press('Control+z');
  await expectVoid(page, struck, false);
  await expect(page.locator('[data-save="saved"]')).toBeVisible();

  await page.reload();
  await expect(tool(page, 'Redo')).toHaveAccessibleName(`Redo: Void order ${struck}`);
  await page.keyboard.press('Control+Shift+z');
  await expectVoid(page, struck, true);
  await expect(page.locator('[data-save="saved"]')).toBeVisible();

  await page.reload();
  await expect(tool(page, 'Undo')).toHaveAccessibleName(`Undo: Void order ${struck}`);
  await tool(page, 'Undo').click();
  await expectVoid(page, struck, false);
  // Both sales stay: a paid sale is never undone.
  await expect(tool(page, 'Undo')).toBeDisabled();
  await expect(order(page, kept)).toBeVisible();
});

test('[UI-6] a sale voided from its card stays on the list, and its lines can go back into the basket', async ({
  page,
}) => {
  await openTill(page);
  const label = await sell(page, 'Cinnamon bun', 'Cinnamon bun');
  await expect(tile(page, 'Cinnamon bun')).toContainText('22 left');
  await page.getByRole('button', { name: 'Void this sale' }).click();
  await page.getByRole('button', { name: 'Void the order' }).click();
  await expect(page.getByRole('heading', { name: 'The sale was voided' })).toBeVisible();
  await page.getByRole('button', { name: 'Put 1 line back' }).click();
  await expect(page.getByTestId('basket-total')).toHaveText('£6.40');
  await expect(tile(page, 'Cinnamon bun')).toContainText('24 left');
  await goTo(page, 'orders');
  await expectVoid(page, label, true);
});

test('[UI-6] no key and no button undoes a paid sale', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Espresso');
  await page.keyboard.press('Control+z');
  await expect(toast(page)).toContainText('There is nothing to undo in the basket');
  await expect(page.getByRole('heading', { name: 'Sale complete' })).toBeVisible();
  await page.getByRole('button', { name: 'Next customer' }).click();
  await add(page, 'Stoneware mug');
  await page.getByRole('searchbox').fill('');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { name: 'The basket is empty' })).toBeVisible();
  await expect(tool(page, 'Undo')).toBeDisabled();
  await goTo(page, 'orders');
  await page.keyboard.press('Control+z');
  await expect(order(page, label)).toBeVisible();
  await expectVoid(page, label, false);
  await goTo(page, 'figures');
  await expect(figure(page, 'Takings')).toHaveText('£2.40');
});

test('[UI-6] on Sell the button undoes other work, and keys do not', async ({ page }) => {
  await openTill(page, 'stock');
  await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
  await page.getByLabel('Quantity received').fill('24');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('now 60 in stock');
  await goTo(page, 'sell');
  await sell(page, 'Espresso');
  await page.keyboard.press('Control+z');
  await expect(toast(page)).toContainText('There is nothing to undo in the basket');
  await page.getByRole('searchbox').fill('Butter');
  await expect(tile(page, 'Butter croissant')).toContainText('60 left');
  await tool(page, 'Undo').click();
  await expect(toast(page)).toContainText('Undone: Receive 24 of Butter croissant');
  await expect(tile(page, 'Butter croissant')).toContainText('36 left');
});

test('during a sale, undo applies to the basket and never to the sale before', async ({ page }) => {
  await openTill(page);
  const before = await sell(page, 'Mocha');
  await add(page, 'Espresso');
  await add(page, 'Flat white');
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('basket-total')).toHaveText('£2.40');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('basket-total')).toHaveText('£5.80');
  // Text in a field has its own undo.
  await page.getByRole('searchbox').fill('mocha');
  await page.getByRole('searchbox').press('Control+z');
  await expect(page.getByTestId('basket-total')).toHaveText('£5.80');
  await goTo(page, 'orders');
  await expect(order(page, before)).toBeVisible();
});

test('an offer to undo goes after the next action', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Mocha');
  await strikeOut(page, label);
  await expect(toast(page)).toBeVisible();
  // Under the pointer, the toast does not go by itself. A sale by keys leaves the pointer there.
  await goTo(page, 'sell');
  await toast(page).hover();
  await page.getByRole('searchbox').focus();
  await type(page, 'espresso');
  await page.keyboard.press('F9');
  await isSaved(page);
  await expect(toast(page)).toBeHidden();
});

test('received goods are undone', async ({ page }) => {
  await openTill(page, 'stock');
  await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
  await page.getByLabel('Quantity received').fill('24');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Butter croissant: now 60 in stock');
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toast(page)).toContainText('Undone: Receive 24 of Butter croissant');
  await expect(page.getByRole('list', { name: 'Products' })).toContainText('36 pieces in stock');
});
