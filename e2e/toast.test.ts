import { expect, type Page, test } from '@playwright/test';
import { scan } from './keys.ts';
import { add, goTo, openTill, order, sell, toast } from './till.ts';

/** The parts of a page that people read or press. */
const PARTS = `h1, h2, a, button, input, summary, dt, dd, th, td, .badge, .number, .basket-lines, .page, .tiles-scroll`;

const softly = expect.configure({ soft: true });

/** Stops the page's timers, so that a toast goes only when the test moves the clock. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 100));
}

/** Everything under the toast, clipped as it is on screen. */
async function coveredByToast(page: Page): Promise<string[]> {
  await expect(toast(page)).toBeVisible();
  return toast(page).evaluate((shown, parts) => {
    const over = shown.getBoundingClientRect();
    const isCovered = (part: Element): boolean => {
      let { left, right, top, bottom } = part.getBoundingClientRect();
      for (let box = part.parentElement; box !== null; box = box.parentElement) {
        if (getComputedStyle(box).overflowY === 'visible') continue;
        const clip = box.getBoundingClientRect();
        left = Math.max(left, clip.left);
        right = Math.min(right, clip.right);
        top = Math.max(top, clip.top);
        bottom = Math.min(bottom, clip.bottom);
      }
      const width = Math.min(right, over.right) - Math.max(left, over.left);
      const height = Math.min(bottom, over.bottom) - Math.max(top, over.top);
      return width > 0.5 && height > 0.5;
    };
    // An open dialog veils the page, so only parts of the dialog count.
    const frame = shown.closest('dialog') ?? document;
    return [...frame.querySelectorAll(parts)]
      .filter((part) => !shown.contains(part) && part.checkVisibility() && isCovered(part))
      .map((part) => `${part.tagName}.${part.className} ${part.textContent.slice(0, 40)}`);
  }, PARTS);
}

for (const viewport of [
  { width: 390, height: 844 },
  { width: 320, height: 568 },
  { width: 820, height: 1180 },
  { width: 844, height: 390 },
  { width: 900, height: 400 },
  { width: 1280, height: 800 },
]) {
  test(`[UI-9] the toast covers nothing in a window of ${viewport.width}×${viewport.height}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openTill(page);
    const label = await sell(page, 'Mocha');
    await add(page, 'Espresso');
    await page.getByRole('searchbox').fill('');
    await page.setViewportSize(viewport);
    await scan(page, '501');
    await softly.poll(() => coveredByToast(page), 'sell').toEqual([]);
    if (viewport.width < 900) {
      await page.getByRole('button', { name: /^Basket 1 item/ }).click();
      await scan(page, '502');
      await softly.poll(() => coveredByToast(page), 'the basket').toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      // The browser must first leave the entry of the sheet.
      await page.waitForFunction(() => history.state === null);
    }
    await goTo(page, 'orders');
    await order(page, label).click();
    await page.getByRole('button', { name: 'Void this order' }).click();
    await page.getByRole('button', { name: 'Void the order' }).click();
    await expect(toast(page)).toContainText(`Voided order ${label}`);
    await expect(page.locator('.detail-title .badge')).toHaveText('Void');
    // A toast stays under the pointer, however long the rest takes.
    await toast(page).hover();
    await softly.poll(() => coveredByToast(page), 'the order').toEqual([]);
    for (const name of ['orders', 'figures', 'stock', 'data'] as const) {
      await goTo(page, name);
      await softly.poll(() => coveredByToast(page), name).toEqual([]);
    }
  });
}

test('[UI-9] a toast stays under the pointer, goes when dismissed, and goes sooner without an offer', async ({
  page,
}) => {
  await page.clock.install();
  await openTill(page);
  await stopClock(page);
  await scan(page, '501');
  await expect(toast(page)).toContainText('No product has the code 501');
  await page.clock.fastForward(6_000);
  await expect(toast(page)).toBeVisible();
  await page.clock.fastForward(4_000);
  await expect(toast(page)).toBeHidden();

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(toast(page)).toContainText('There is nothing to undo in the basket');
  await page.clock.fastForward(6_000);
  await expect(toast(page)).toBeHidden();

  await page.keyboard.press('Control+z');
  await toast(page).hover();
  await page.clock.fastForward(20_000);
  await expect(toast(page)).toBeVisible();
  await toast(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(toast(page)).toBeHidden();
});

test('[UI-9] a dialog opens without the message of the page', async ({ page }) => {
  await page.clock.install();
  await openTill(page, 'stock');
  await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
  await page.getByLabel('Quantity received').fill('24');
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('Butter croissant: now 60 in stock');
  // With the clock stopped, the toast does not go by itself.
  await stopClock(page);
  await page.getByRole('button', { name: 'Receive Butter croissant' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(toast(page)).toBeHidden();
});
