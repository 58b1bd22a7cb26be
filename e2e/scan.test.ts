import { expect, type Page, test } from '@playwright/test';
import { scan, type } from './keys.ts';
import { add, addProduct, goTo, openTill, sell, tile, toast } from './till.ts';

const total = (page: Page) => page.getByTestId('basket-total');

test('[UI-4] a scan works with the focus on a tile, and its keys do nothing else', async ({ page }) => {
  await openTill(page);
  await tile(page, 'Banana bread').click();
  await expect(tile(page, 'Banana bread')).toBeFocused();
  await scan(page, 'COF-ESP');
  await expect(total(page)).toHaveText('£5.15');
  await expect(page.getByRole('list', { name: 'Lines' }).getByRole('listitem')).toHaveCount(2);
});

test('[UI-4] a scan with the focus on a button does not press it', async ({ page }) => {
  await openTill(page);
  await add(page, 'Espresso');
  const more = page.getByRole('button', { name: 'One more of Espresso' });
  await more.click();
  await expect(total(page)).toHaveText('£4.80');
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£7.40');
  await page.getByRole('button', { name: /^Charge/ }).focus();
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£10.00');
  await page.getByRole('button', { name: 'Clear' }).focus();
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£12.60');
});

test('[UI-4] a scan after a sale begins the next one', async ({ page }) => {
  await openTill(page);
  await sell(page, 'Mocha');
  await page.getByRole('button', { name: 'Next customer' }).focus();
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£2.60');
});

test('[UI-4] on a phone a scan works with the basket open, and after a sale', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page);
  await scan(page, 'COF-ESP');
  await page.getByRole('button', { name: /^Basket 1 item/ }).click();
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£5.00');
  await scan(page, '501');
  await expect(page.getByRole('dialog').getByTestId('toast')).toContainText('No product has the code 501');
  await page.getByRole('button', { name: /^Charge/ }).click();
  await expect(page.getByRole('button', { name: 'Next customer' })).toBeFocused();
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£2.60');
});

test('[UI-4] part of a code sells nothing; a message names the code, which can be added', async ({ page }) => {
  await openTill(page);
  for (const code of ['BAK', 'BAK-CR', 'AK-CRO', '5012345678900']) {
    await scan(page, code);
    await expect(toast(page)).toContainText(`No product has the code ${code}`);
  }
  await type(page, 'BAK-CR');
  await expect(toast(page)).toContainText('No product has the code BAK-CR');
  await expect(page.getByRole('heading', { name: 'The basket is empty' })).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await scan(page, '5012345678900');
  await toast(page).getByRole('button', { name: 'Add product' }).click();
  const dialog = page.getByRole('dialog', { name: 'New product' });
  await expect(dialog.getByLabel('Code')).toHaveValue('5012345678900');
  await dialog.getByLabel('Name').fill('Oat cookie');
  await dialog.getByLabel('Price').fill('1.80');
  await dialog.getByRole('button', { name: 'Add product' }).click();
  // The scanned product is sold.
  await expect(total(page)).toHaveText('£1.80');
});

test('[UI-4] a scan leaves the text of a field unchanged', async ({ page }) => {
  await openTill(page);
  await page.getByRole('searchbox').fill('tea');
  await scan(page, 'COF-ESP');
  await expect(page.getByRole('searchbox')).toHaveValue('tea');
  await page.getByRole('button', { name: 'Add a customer' }).click();
  await page.getByLabel('Customer number').fill('17850');
  await scan(page, 'BAK-CRO');
  await expect(page.getByLabel('Customer number')).toHaveValue('17850');
  await expect(total(page)).toHaveText('£5.00');
});

test('[UI-4] a scan does not answer a dialog; the field for a code takes it', async ({ page }) => {
  await openTill(page, 'stock');
  await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
  await scan(page, '501234');
  const receive = page.getByRole('dialog', { name: 'Receive Butter croissant' });
  await expect(receive.getByTestId('toast')).toContainText('Close this window first, then scan again');
  await expect(receive.getByRole('textbox')).toHaveValue('');
  await receive.getByRole('button', { name: 'Cancel' }).focus();
  await scan(page, '501234');
  await expect(receive).toBeVisible();
  await receive.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'New product' }).click();
  const dialog = page.getByRole('dialog', { name: 'New product' });
  await dialog.getByLabel('Name').fill('Oat cookie');
  await dialog.getByLabel('Code').focus();
  await scan(page, '501234');
  await expect(dialog.getByLabel('Code')).toHaveValue('501234');
  await expect(dialog.getByRole('alert')).toBeHidden();
});

test('[UI-4] a scan on another page fills the basket, and on Stock the search', async ({ page }) => {
  await openTill(page, 'orders');
  await scan(page, 'BAK-CRO');
  await expect(total(page)).toHaveText('£2.60');
  await goTo(page, 'stock');
  await scan(page, 'COF-ESP');
  await expect(page.getByRole('searchbox')).toHaveValue('COF-ESP');
  await expect(page.getByRole('list', { name: 'Products' }).getByRole('listitem')).toHaveCount(1);
});

test('[UI-4] a scan of more than is in stock shows a message', async ({ page }) => {
  await openTill(page, 'stock');
  await addProduct(page, { name: 'Last loaf', code: 'LOAF', price: '3' });
  await page.getByRole('searchbox').fill('LOAF');
  await page.getByRole('button', { name: 'Receive Last loaf' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('1');
  await page.getByRole('dialog').locator('[type="submit"]').click();
  await expect(toast(page)).toContainText('Last loaf: now 1 in stock');
  await goTo(page, 'sell');
  await scan(page, 'LOAF');
  await expect(total(page)).toHaveText('£3.00');
  await scan(page, 'LOAF');
  await expect(toast(page)).toContainText('Only 1 of Last loaf left, all in the basket');
  await expect(total(page)).toHaveText('£3.00');
});

test('[UI-4] typing is not taken for a scan', async ({ page }) => {
  await openTill(page);
  await page.getByRole('searchbox').focus();
  await type(page, 'crois');
  await expect(total(page)).toHaveText('£2.60');
  await expect(page.getByRole('searchbox')).toHaveValue('crois');
  await page.getByRole('searchbox').fill('');
  await type(page, 'bak-cro');
  await expect(total(page)).toHaveText('£5.20');
});
