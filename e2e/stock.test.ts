import { expect, test } from '@playwright/test';
import { add, goTo, openTill } from './till.ts';

test('goods are received, and a new product is put on sale', async ({ page }) => {
  await openTill(page, 'stock');
  await page.getByRole('searchbox').fill('candle');
  await page.getByRole('button', { name: 'Receive Candle, fig and cedar' }).click();
  await page.getByLabel('How many came in').fill('half a dozen');
  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('A whole number other than 0');
  await page.getByLabel('How many came in').fill('-12');
  await page.keyboard.press('Enter');
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
