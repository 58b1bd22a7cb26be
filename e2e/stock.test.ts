import { expect, test } from '@playwright/test';
import { add, goTo, openTill, order, sell, toast } from './till.ts';

test('[UI-5] goods are received and counted, and a new product can be sold', async ({ page }) => {
  await openTill(page, 'stock');
  await page.getByRole('searchbox').fill('candle');
  await page.getByRole('button', { name: 'Receive Candle, fig and cedar' }).click();
  const quantity = page.getByLabel('Quantity received');
  for (const [text, words] of [
    ['half a dozen', 'Enter a whole number'],
    ['1e3', 'Enter a whole number'],
    ['0x10', 'Enter a whole number'],
    ['-5000', 'Only 16 pieces in stock'],
  ] as const) {
    await quantity.fill(text);
    await quantity.press('Enter');
    await expect(page.getByRole('alert')).toContainText(words);
  }
  await quantity.fill('24');
  await expect(page.getByText('In stock: 16 → 40')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Receive', exact: true })).toBeVisible();
  await quantity.fill('-12');
  await page.getByRole('button', { name: 'Lower the count' }).click();
  await expect(toast(page)).toContainText('Candle, fig and cedar: now 4 in stock');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: /^Low 1/ }).click();
  const rows = page.getByRole('list', { name: 'Products' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('4 pieces in stock');

  await page.getByRole('button', { name: 'New product' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Pencil, soft');
  await page.getByRole('textbox', { name: 'Code' }).fill('pen-sft');
  await page.getByLabel('Price').fill('one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Enter a price');
  await page.getByLabel('Price').fill('1.20');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await goTo(page, 'sell');
  await add(page, 'Pencil, soft');
  await expect(page.getByTestId('basket-total')).toHaveText('£1.20');
});

test('[BOOKS-3] a renamed product gets its new price; earlier sales keep the old ones', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Mocha');
  const before = await page.getByTestId('sale-total').textContent();
  await goTo(page, 'stock');
  await page.getByRole('searchbox').fill('Mocha');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.screenshot({ path: test.info().outputPath('rows-390.png') });
  await page.getByRole('button', { name: 'Edit Mocha' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Mocha' });
  await expect(dialog.getByLabel('Code')).not.toBeEditable();
  for (const [width, scheme] of [
    [390, 'light'],
    [820, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: test.info().outputPath(`edit-${width}.png`) });
  }
  await dialog.getByLabel('Price').fill('dear');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText('Enter a price, such as 4.50.');
  await dialog.getByLabel('Name').fill('Mocha, large');
  await dialog.getByLabel('Price').fill('£1,234.50');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Mocha, large saved');
  const row = page.getByRole('list', { name: 'Products' }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('£1,234.50');

  await goTo(page, 'orders');
  await order(page, label).click();
  await expect(page.getByRole('row', { name: /^Mocha COF-MOC/ })).toContainText(before!);
  await goTo(page, 'sell');
  await add(page, 'Mocha, large');
  await expect(page.getByTestId('basket-total')).toHaveText('£1,234.50');

  await goTo(page, 'stock');
  await page.getByRole('button', { name: 'Undo: Rename Mocha to Mocha, large' }).click();
  await page.getByRole('searchbox').fill('Mocha');
  await expect(row).toHaveCount(1);
  await expect(row).not.toContainText('large');
  await page.reload();
  await page.getByRole('searchbox').fill('Mocha');
  await expect(row).toHaveCount(1);
  await expect(row).not.toContainText('£1,234.50');
});
