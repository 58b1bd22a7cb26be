import { expect, test } from '@playwright/test';
import { type } from './keys.ts';
import { add, figure, goTo, isSaved, openTill, order, sell, tile, toast } from './till.ts';

test('[LOG-2] a sale is saved, and still there after a reload', async ({ page }) => {
  await openTill(page);
  const label = await sell(page, 'Espresso', 'Espresso', 'Butter croissant');
  await expect(page.getByTestId('sale-total')).toHaveText('£7.40');

  await page.reload();
  await goTo(page, 'orders');
  await expect(order(page, label)).toContainText('£7.40');
  await goTo(page, 'figures');
  await expect(figure(page, 'Takings')).toHaveText('£7.40');
  await expect(figure(page, 'Orders')).toHaveText('1');
  await goTo(page, 'sell');
  await page.getByRole('searchbox').fill('espresso');
  await expect(tile(page, 'Espresso')).toContainText('398 left');
});

test('[BOOT-1] a reload keeps the basket, which has its own store, and the page', async ({ page }) => {
  await openTill(page);
  await add(page, 'Flat white');
  await add(page, 'Flat white');
  await expect(page.getByTestId('basket-total')).toHaveText('£6.80');
  await expect(page.locator('[data-save="saved"]')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('basket-total')).toHaveText('£6.80');

  await goTo(page, 'stock');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Stock' })).toBeVisible();
});

test('a sale can be made with keys only', async ({ page }) => {
  await openTill(page);
  await expect(page.getByRole('searchbox')).toBeFocused();
  // Enter in the search takes the first match, by name or code.
  await type(page, 'espr');
  await type(page, 'bak-cro');
  await expect(page.getByTestId('basket-total')).toHaveText('£5.00');
  await page.keyboard.press('Escape');
  // Into the tiles, one to the right, then in and out of the basket.
  await expect(tile(page, 'Banana bread')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(tile(page, 'Banana bread')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tile(page, 'Butter croissant')).toBeFocused();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('-');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('basket-total')).toHaveText('£25.60');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('F9');
  await expect(page.getByTestId('sale-total')).toHaveText('£25.60');
  await isSaved(page);
  // The next sale begins at the focus.
  await type(page, 'mocha');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('sale-total')).toHaveText('£3.95');
});

test('an item out of stock cannot be sold; the tile and the basket say so', async ({ page }) => {
  await openTill(page);
  await tile(page, 'Candle').click();
  await page.getByRole('button', { name: 'One more of Candle' }).click({ clickCount: 15 });
  await expect(page.getByRole('button', { name: 'One more of Candle' })).toBeDisabled();
  await tile(page, 'Candle').click();
  await expect(toast(page)).toContainText('Only 16 of Candle, fig and cedar left');
  await page.getByRole('button', { name: /^Charge/ }).click();
  await expect(page.getByTestId('sale-total')).toHaveText('£288.00');
  await expect(tile(page, 'Candle')).toContainText('Out of stock');
  // A disabled tile still explains itself when pressed.
  await tile(page, 'Candle').dispatchEvent('click');
  await expect(toast(page)).toContainText('out of stock');
  await expect(page.getByTestId('sale-total')).toBeVisible();
});

test('[CMD-1] a sale of goods that have gone meanwhile is refused, with an offer', async ({ page }) => {
  await openTill(page);
  await add(page, 'Stoneware mug');
  await add(page, 'Stoneware mug');
  await goTo(page, 'stock');
  await page.getByRole('searchbox').fill('mug');
  await page.getByRole('button', { name: 'Receive Stoneware mug' }).click();
  await page.getByLabel('Quantity received').fill('-23');
  await page.getByRole('button', { name: 'Lower the count' }).click();
  await expect(toast(page)).toContainText('now 1 in stock');
  await goTo(page, 'sell');
  await page.keyboard.press('F9');
  await expect(page.getByRole('alert')).toContainText('Only 1 of Stoneware mug left, and 2 in the basket');
  await page.getByRole('button', { name: 'Sell 1' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await page.keyboard.press('F9');
  await expect(page.getByTestId('sale-total')).toHaveText('£14.00');
});

test('[BIND-3] adding a product redraws only its own tile', async ({ page }) => {
  await openTill(page);
  await expect(tile(page, 'Espresso')).toBeVisible();
  const drawn = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const found = new Set<string>();
        const observer = new MutationObserver((changes) => {
          for (const { target } of changes) {
            const element = target instanceof Element ? target : target.parentElement;
            found.add(element?.closest<HTMLElement>('.tile')?.dataset['sku'] ?? 'not a tile');
          }
        });
        const tiles = document.querySelector('.tiles');
        if (tiles !== null)
          observer.observe(tiles, { subtree: true, childList: true, attributes: true, characterData: true });
        document.addEventListener('till-done', () => resolve([...found]));
      }),
  );
  await page.getByRole('searchbox').fill('');
  for (let i = 0; i < 3; i += 1) await tile(page, 'Mocha').dispatchEvent('click');
  await expect(tile(page, 'Mocha')).toContainText('3 in the basket');
  await page.evaluate(() => document.dispatchEvent(new Event('till-done')));
  expect(await drawn).toEqual(['COF-MOC']);
});

test('on a phone the basket opens as a sheet', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page);
  await tile(page, 'Butter croissant').click();
  await page.getByRole('button', { name: /^Basket 1 item/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Basket' });
  await sheet.getByRole('button', { name: 'One more of Butter croissant' }).click();
  await sheet.getByRole('button', { name: 'Charge £5.20' }).click();
  await expect(sheet.getByTestId('sale-total')).toHaveText('£5.20');
  await expect(sheet.getByRole('button', { name: 'Next customer' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
});

test('undo brings back a cleared basket', async ({ page }) => {
  await openTill(page);
  await tile(page, 'Cinnamon bun').click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Undo: Clear basket' }).click();
  await expect(page.getByTestId('basket-total')).toHaveText('£3.20');
});
