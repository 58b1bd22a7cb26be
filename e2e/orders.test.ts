import { expect, test } from '@playwright/test';
import { figure, goTo, openTill, order, sell, tile } from './till.ts';

test('an order is voided after a question, and is still void after a reload', async ({ page }) => {
  await openTill(page);
  const kept = await sell(page, 'Mocha');
  const struck = await sell(page, 'Butter croissant', 'Butter croissant');
  await page.getByRole('link', { name: `Order ${struck}` }).click();
  await expect(page.getByRole('heading', { name: `Order ${struck}` })).toBeFocused();

  await page.getByRole('button', { name: 'Void this order' }).click();
  const dialog = page.getByRole('dialog', { name: `Void order ${struck}?` });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Void this order' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Void the order' }).click();
  await expect(page.getByText('Voided', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Void this order' })).toBeHidden();
  await expect(page.locator('[data-save="saved"]')).toBeVisible();

  await page.reload();
  await expect(order(page, struck)).toContainText('Void');
  await expect(order(page, kept)).not.toContainText('Void');
  await goTo(page, 'figures');
  await expect(figure(page, 'Takings')).toHaveText('£3.95');
  await expect(figure(page, 'Orders')).toHaveText('1');
  await expect(figure(page, 'Void')).toHaveText('1');
  await goTo(page, 'sell');
  await expect(tile(page, 'Butter croissant')).toContainText('36 left');
});

test('an order that does not exist is reported as missing', async ({ page }) => {
  await openTill(page);
  await sell(page, 'Mocha');
  await page.goto('/#/orders/999999');
  await expect(page.getByRole('heading', { name: 'Order not found' })).toBeVisible();
});
