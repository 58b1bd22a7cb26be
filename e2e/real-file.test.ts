import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { longestTask, pageTime, watchLongTasks } from './long-tasks.ts';
import { count, figure, goTo, importEnds, money, openTill, pickFile, resultOf } from './till.ts';

const file = fileURLToPath(new URL('../../shared/data/online-retail-2010-12_2011-08.csv.gz', import.meta.url));
const isHere = existsSync(file);

/** The facts from ../shared/data/README.md. */
const facts = {
  lines: 320_705,
  invoices: 16_459,
  sales: 13_902,
  cancellations: 2_554,
  adjustments: 3,
  netPence: 576_193_138,
  products: 3_774,
  customers: 3_360,
  pence: [74895702, 56000026, 49806265, 68326708, 49320712, 72333351, 69112312, 68130011, 68268051],
  top: [
    ['22423', 12408492],
    ['DOT', 11633486],
    ['47566', 8307801],
    ['85123A', 6990263],
    ['85099B', 6065756],
  ],
  sold85123A: 29_225,
} as const;

const title = 'nine months of a real shop are imported, and every figure is right';
test(isHere ? title : `${title} (not run: the file is not in ../shared/data)`, async ({ page }) => {
  test.skip(!isHere, 'the file is not in ../shared/data');
  test.setTimeout(400_000);
  await watchLongTasks(page);
  await openTill(page, 'data');
  const startedMs = await pageTime(page);
  await pickFile(page, file);
  await importEnds(page, 'complete', 300_000);
  console.log(
    `Import: ${((await pageTime(page)) - startedMs).toFixed(0)} ms; the longest task blocked the page for ` +
      `${await longestTask(page, startedMs)} ms (0: none over 50 ms; the rule is none over 100 ms).`,
  );
  await expect(resultOf(page, 'Lines read')).toHaveText(count(facts.lines));
  await expect(resultOf(page, 'Invoices added')).toHaveText(count(facts.invoices));
  await expect(resultOf(page, 'Lines skipped')).toHaveText('0');
  await expect(page.locator('[data-save="saved"]')).toBeVisible();

  const reloadMs = Date.now();
  await page.reload();
  await goTo(page, 'figures/all');
  await expect(figure(page, 'Net revenue')).toHaveText(money(facts.netPence));
  console.log(`Reload with ${facts.invoices} orders: ${Date.now() - reloadMs} ms until the figures are shown.`);
  await expect(figure(page, 'Sales')).toHaveText(count(facts.sales));
  await expect(figure(page, 'Cancellations')).toHaveText(count(facts.cancellations));
  await expect(figure(page, 'Adjustments')).toHaveText(count(facts.adjustments));
  await expect(figure(page, 'Bills')).toHaveText(count(facts.invoices));
  await expect(figure(page, 'Lines')).toHaveText(count(facts.lines));
  await expect(figure(page, 'Customers')).toHaveText(count(facts.customers));
  await page.getByText('Show the numbers').click();
  const months = page.getByRole('table', { name: 'Net revenue by month' }).locator('tbody td:nth-child(2)');
  await expect(months).toHaveText(facts.pence.map(money));
  const top = page.getByRole('region', { name: 'Top products' }).getByRole('listitem');
  for (const [place, [sku, pence]] of facts.top.entries()) {
    await expect(top.nth(place)).toHaveAttribute('data-ranked', sku);
    await expect(top.nth(place)).toContainText(money(pence));
  }
  await expect(page.locator('[data-ranked="85123A"]')).toContainText(`${count(facts.sold85123A)} sold`);

  // The shop counts its own shelves. Products from the file are not counted.
  await goTo(page, 'stock');
  await expect(page.getByRole('button', { name: `Not counted ${count(facts.products)}` })).toBeVisible();

  const listMs = await pageTime(page);
  await goTo(page, 'orders');
  await expect(page.getByText(`${count(facts.invoices)} orders`)).toBeVisible();
  await page
    .getByRole('textbox', { name: 'Go to day' })
    .or(page.locator('input[type="date"]'))
    .first()
    .fill('2011-03-01');
  await expect(page.getByRole('heading', { name: 'Tuesday, 1 March 2011' })).toBeVisible();
  await page.getByRole('link', { name: /545333/ }).click();
  await expect(page.getByTestId('order-total')).toHaveText('£1,734.52');
  const drawn = page.getByRole('list', { name: 'Orders by day' }).getByRole('listitem');
  await expect.poll(() => drawn.count()).toBeLessThan(60);
  console.log(
    `Orders: list, day and an order of 160 lines in ${((await pageTime(page)) - listMs).toFixed(0)} ms; longest task ${await longestTask(page, listMs)} ms.`,
  );
});
