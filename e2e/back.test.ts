import { expect, test } from '@playwright/test';
import { add, openTill, order, sell, tile } from './till.ts';

test('[UI-8] on a phone Back closes the sheet, then leaves the page; a typed customer stays', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page, 'stock');
  await page.getByRole('link', { name: 'Sell' }).click();
  await tile(page, 'Butter croissant').click();
  const bar = page.getByRole('button', { name: /^Basket 1 item/ });
  const sheet = page.getByRole('dialog', { name: 'Basket' });
  await bar.click();
  await sheet.getByRole('button', { name: 'Add a customer' }).click();
  await sheet.getByLabel('Customer number').fill('17850');
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await bar.click();
  await expect(sheet.getByLabel('Customer number')).toHaveValue('17850');
  // Esc in the field resets only the field.
  await sheet.getByLabel('Customer number').fill('99');
  await page.keyboard.press('Escape');
  await expect(sheet.getByLabel('Customer number')).toHaveValue('17850');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
});

test('[UI-8] Back, Esc and a press beside the form ask first when it is half filled in', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page, 'stock');
  await page.getByRole('button', { name: 'New product' }).click();
  const form = page.getByRole('dialog', { name: 'New product' });
  const question = page.getByRole('dialog', { name: 'Discard what you typed?' });
  await form.getByLabel('Name').fill('Oat cookie');
  for (const leave of [() => page.goBack(), () => page.keyboard.press('Escape'), () => page.mouse.click(195, 5)]) {
    await leave();
    await question.getByRole('button', { name: 'Keep editing' }).click();
    await expect(question).toBeHidden();
    await expect(form.getByLabel('Name')).toHaveValue('Oat cookie');
  }
  await page.goBack();
  await expect(question).toBeVisible();
  await page.goBack();
  await expect(question).toBeHidden();
  await expect(form).toBeVisible();
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();

  // Nothing was typed, so nothing asks.
  await page.getByRole('button', { name: 'New product' }).click();
  await expect(form).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
});

test('[UI-8] a link in a sheet opens its page, and Back from there returns to the counter', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page);
  await tile(page, 'Butter croissant').click();
  await page.getByRole('button', { name: /^Basket 1 item/ }).click();
  await page.getByRole('button', { name: /^Charge/ }).click();
  await page.getByRole('link', { name: /^Order #/ }).click();
  await expect(page.getByRole('heading', { name: /^Order #/ })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('[UI-8] a dialog closed by its own button leaves no entry in the browser history', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Mocha');
  await page.getByRole('link', { name: 'Orders' }).click();
  await order(page, label).click();
  await page.getByRole('button', { name: 'Void this order' }).click();
  await page.getByRole('button', { name: 'Void the order' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'No order is open' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await add(page, 'Espresso');
});

test('[UI-8] a dialog that opens while the browser leaves the entry of another stays open', async ({ page }) => {
  await openTill(page, 'stock');
  const openIt = page.getByRole('button', { name: 'New product' });
  const dialog = page.getByRole('dialog', { name: 'New product' });
  await openIt.click();
  await openIt.evaluate((button) => {
    const go = history.go.bind(history);
    history.go = (by) => {
      go(by);
      history.go = go;
      button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      addEventListener('popstate', () => (document.body.dataset['hasLeft'] = ''), { once: true });
    };
  });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('body[data-has-left]')).toBeAttached();
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
});
