import { expect, type Locator, type Page, test } from '@playwright/test';
import { existsSync, openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSales } from '../apps/demo/src/import/read-sales.ts';
import { sampleSales } from '../apps/demo/src/import/sample-file.ts';
import { longestTask, pageTime, watchLongTasks } from './long-tasks.ts';
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
  tile,
  toast,
} from './till.ts';

const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Time to look at' });

async function openHistory(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await expect(slider(page)).toBeFocused();
}

/** Shows the shop at a time of the imported sales, whose first day is `firstDay`. */
async function showTime(page: Page, firstDay: string, at: string): Promise<void> {
  await slider(page).fill(String((Date.parse(`${at}Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / 60_000));
  await expect(banner(page)).toHaveAttribute('data-shown', `${at}.000Z`);
}

/** The expected figures: plain code folds the file up to a time. */
async function foldOf(file: Blob, at: string) {
  const sums = { pence: 0, sales: 0, cancellations: 0, bills: 0, lines: 0, dayPence: 0, dayBills: 0 };
  const sold = new Map<string, number>();
  for await (const { invoices } of readSales(file)) {
    for (const { event } of invoices) {
      if (!('orderId' in event.data) || event.data.at > at) return { ...sums, sold };
      let pence = 0;
      for (const [sku, qty, mills] of event.data.lines) {
        pence += halfEven(BigInt(qty) * BigInt(mills));
        sold.set(sku, (sold.get(sku) ?? 0) + qty);
      }
      sums.pence += pence;
      sums.bills += 1;
      sums.lines += event.data.lines.length;
      if (event.type === 'order.placed') sums.sales += 1;
      if (event.type === 'sale.cancelled') sums.cancellations += 1;
      if (event.data.at.slice(0, 10) !== at.slice(0, 10)) continue;
      sums.dayPence += pence;
      sums.dayBills += 1;
    }
  }
  return { ...sums, sold };
}

/** Rounds tenths to whole pence, half to even. */
function halfEven(tenths: bigint): number {
  const floor = (tenths - (((tenths % 10n) + 10n) % 10n)) / 10n;
  const rest = tenths - floor * 10n;
  return Number(rest > 5n || (rest === 5n && floor % 2n !== 0n) ? floor + 1n : floor);
}

/** Expects the page to show the time at a part of the time line: the browser reports a drag with the next frame. */
async function isDraggedTo(page: Page, part: number): Promise<void> {
  const shown = () => slider(page).evaluate((field: HTMLInputElement) => Number(field.value) / Number(field.max));
  await expect.poll(shown).toBeCloseTo(part, 1);
}

async function expectFigures(page: Page, file: Blob, at: string): Promise<void> {
  const sums = await foldOf(file, at);
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Net revenue')).toHaveText(money(sums.pence));
  await expect(figure(page, 'Sales')).toHaveText(count(sums.sales));
  await expect(figure(page, 'Cancellations')).toHaveText(count(sums.cancellations));
  await expect(figure(page, 'Bills')).toHaveText(count(sums.bills));
  await expect(figure(page, 'Lines')).toHaveText(count(sums.lines));
  // Figures shows the day that is viewed.
  await goTo(page, 'figures');
  if (sums.dayBills > 0) await expect(figure(page, 'Takings')).toHaveText(money(sums.dayPence));
  else await expect(page.getByRole('heading', { name: 'Nothing was sold on this day' })).toBeVisible();
}

test('[TIME-2] while an imported past is shown, every page shows the shop as it was, read-only', async ({ page }) => {
  const { csv, figures } = sampleSales();
  const file = new Blob([csv]);
  await openTill(page, 'data');
  await pickFile(page, csvFile(csv));
  await importEnds(page, 'complete');
  await openHistory(page);
  for (const at of ['2024-11-22T12:00:00', '2024-12-24T18:00:00', '2024-12-01T00:00:00', '2025-01-05T09:00:00']) {
    await showTime(page, '2024-11-20', at);
    await expectFigures(page, file, at);
  }
  await showTime(page, '2024-11-20', '2024-12-24T18:00:00');
  await expect(banner(page)).toContainText('Viewing 24 December 2024, 18:00');

  const { bills, sold } = await foldOf(file, '2024-12-24T18:00:00');
  await goTo(page, 'orders');
  await expect(page.getByText(`${count(bills)} orders`)).toBeVisible();
  await goTo(page, 'stock');
  await page.getByRole('searchbox').fill('30009');
  await expect(page.getByRole('list', { name: 'Products' })).toContainText(`${count(sold.get('30009') ?? 0)} sold`);

  // A control that would change the shop says why it does not.
  await page.getByRole('button', { name: /^Receive/ }).dispatchEvent('click');
  await expect(toast(page)).toContainText('You are viewing 24 December 2024, 18:00. Nothing can be changed.');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: /^Receive/ })).toHaveAttribute('aria-disabled', 'true');
  await goTo(page, 'data');
  await expect(page.getByText('Go back to now to import sales.')).toBeVisible();
  await expect(page.getByLabel('Choose a sales file, or drop it here')).toBeHidden();

  await page.keyboard.press('Escape');
  await expect(banner(page)).toBeHidden();
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Net revenue')).toHaveText(money(figures.netPence));
  await expect(figure(page, 'Bills')).toHaveText(count(figures.invoices));
});

test('keys step back through today sale by sale, and the counter is closed meanwhile', async ({ page }) => {
  await openTill(page);
  await sell(page, 'Mocha');
  const second = await sell(page, 'Butter croissant');
  await goTo(page, 'orders');
  await order(page, second).click();
  await page.getByRole('button', { name: 'Void this order' }).click();
  await page.getByRole('button', { name: 'Void the order' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await goTo(page, 'sell');
  await add(page, 'Butter croissant');
  await expect(tile(page, 'Butter croissant')).toContainText('36 left');

  await openHistory(page);
  await page.getByRole('button', { name: 'Previous sale' }).click();
  await expect(banner(page)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(toast(page)).toContainText('Nothing can be changed.');
  await page.getByRole('button', { name: /^Charge/ }).dispatchEvent('click');
  await expect(page.getByTestId('basket-total')).toHaveText('£2.60');
  await tile(page, 'Butter croissant').dispatchEvent('click');
  await page.keyboard.press('F9');
  await expect(page.getByTestId('basket-total')).toHaveText('£2.60');
  await expect(page.getByText('Return to now to sell.')).toBeVisible();

  // Home is before everything that was done today. End is now.
  await slider(page).press('Home');
  await expect(tile(page, 'Butter croissant')).toContainText('36 left');
  await goTo(page, 'orders');
  await expect(page.getByRole('heading', { name: 'No orders yet' })).toBeVisible();
  await slider(page).press('End');
  await expect(banner(page)).toBeHidden();
  await expect(order(page, second)).toContainText('Void');

  await slider(page).press('ArrowLeft');
  await expect(banner(page)).toBeVisible();
  await banner(page).getByRole('button', { name: 'Back to now' }).click();
  await expect(banner(page)).toBeHidden();
  await goTo(page, 'sell');
  await page.getByRole('button', { name: /^Charge/ }).click();
  await expect(page.getByTestId('sale-total')).toHaveText('£2.60');
});

test('[UI-1] the history steps back over a sale in the second in which it was made', async ({ page }) => {
  await page.clock.setFixedTime('2026-05-04T14:20:30');
  await openTill(page);
  await sell(page, 'Mocha');
  await goTo(page, 'figures');
  await openHistory(page);
  await page.getByRole('button', { name: 'Previous sale' }).click();
  await expect(banner(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing was sold on this day' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Previous sale' })).toBeDisabled();
});

test('on a phone a finger drags the past, and Play plays it', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const { csv } = sampleSales();
  await openTill(page, 'data');
  await pickFile(page, csvFile(csv));
  await importEnds(page, 'complete');
  await goTo(page, 'figures/all');
  await openHistory(page);
  const box = await slider(page).boundingBox();
  if (box === null) throw new Error('The slider is not in the page.');
  const touch = await context.newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * part, y: box.y + 50 }],
    });
  await finger('touchStart', 0.9);
  for (const part of [0.8, 0.6, 0.5]) await finger('touchMove', part);
  await finger('touchEnd', 0.5);
  await isDraggedTo(page, 0.5);
  const at = (await banner(page).getAttribute('data-shown'))?.slice(0, 19) ?? '';
  await expectFigures(page, new Blob([csv]), at);

  await page.getByRole('button', { name: 'Play' }).click();
  await expect(banner(page)).not.toHaveAttribute('data-shown', `${at}.000Z`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await context.close();
});

const path = fileURLToPath(new URL('../../shared/data/online-retail-2010-12_2011-08.csv.gz', import.meta.url));
const isHere = existsSync(path);
const title = 'the figures are right at every date of a real shop’s nine months';
test(isHere ? title : `${title} (not run: the file is not in ../shared/data)`, async ({ page }) => {
  test.skip(!isHere, 'the file is not in ../shared/data');
  test.setTimeout(240_000);
  const file = await openAsBlob(path);
  await watchLongTasks(page);
  await openTill(page, 'data');
  await pickFile(page, path);
  await importEnds(page, 'complete', 150_000);
  await expect(page.locator('[data-save="saved"]')).toBeVisible();
  // After a reload none of the past is in memory.
  await page.reload();
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Bills')).toHaveText(count(16_459));

  const openedMs = await pageTime(page);
  await openHistory(page);
  await showTime(page, '2010-12-01', '2011-03-14T12:04:00');
  const first = await foldOf(file, '2011-03-14T12:04:00');
  await expect(figure(page, 'Net revenue')).toHaveText(money(first.pence));
  console.log(
    `History: the first date of nine months is shown ${((await pageTime(page)) - openedMs).toFixed(0)} ms after the press; ` +
      `longest task ${await longestTask(page, openedMs)} ms.`,
  );
  for (const at of ['2011-03-14T12:04:00', '2010-12-09T16:30:00', '2011-08-30T23:59:00', '2011-01-01T00:00:00']) {
    await showTime(page, '2010-12-01', at);
    await expectFigures(page, file, at);
  }

  for (const name of ['figures/all', 'orders', 'stock'] as const) {
    await goTo(page, name);
    const box = await slider(page).boundingBox();
    if (box === null) throw new Error('The slider is not in the page.');
    await expect(banner(page)).toBeVisible();
    const draggedMs = await pageTime(page);
    await page.mouse.move(box.x + box.width * 0.9, box.y + 50);
    await page.mouse.down();
    for (const part of [0.1, 0.8]) await page.mouse.move(box.x + box.width * part, box.y + 50, { steps: 40 });
    await page.mouse.up();
    const took = (await pageTime(page)) - draggedMs;
    console.log(
      `History: 80 drag moves over ${name} took ${took.toFixed(0)} ms; longest task ` +
        `${await longestTask(page, draggedMs)} ms (0: none over 50 ms).`,
    );
  }
  await isDraggedTo(page, 0.8);
  const at = (await banner(page).getAttribute('data-shown'))?.slice(0, 19) ?? '';
  await expectFigures(page, file, at);
  await page.keyboard.press('Escape');
  await expect(banner(page)).toBeHidden();
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Net revenue')).toHaveText(money(576_193_138));
});
