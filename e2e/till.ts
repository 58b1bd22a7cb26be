// What a person does at the till, in their words: the tests say what must come of it.
import { expect, type Locator, type Page } from '@playwright/test';

export type PageName = 'sell' | 'orders' | 'figures' | 'figures/all' | 'stock' | 'data';

export async function openTill(page: Page, name: PageName = 'sell'): Promise<void> {
  await page.goto(`/#/${name}`);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

/** Goes to a page as the links do, without loading anything. */
export async function goTo(page: Page, name: PageName): Promise<void> {
  await page.evaluate((to) => {
    location.hash = `#/${to}`;
  }, name);
}

export const tile = (page: Page, name: string): Locator =>
  page.getByLabel('Products').getByRole('button', { name: new RegExp(`^${name}`) });

/** Looks a product up and puts it in the basket by touch. The grid draws only the tiles in sight. */
export async function add(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox').fill(name);
  await tile(page, name).click();
}

/** Rings up products and takes the money; gives the order's name on screen. */
export async function sell(page: Page, ...names: readonly string[]): Promise<string> {
  for (const name of names) await add(page, name);
  await page.getByRole('button', { name: /^Charge/ }).click();
  await expect(page.getByRole('heading', { name: 'Sale complete' })).toBeVisible();
  await isSaved(page);
  const link = await page.getByRole('link', { name: /^Order #/ }).textContent();
  return (link ?? '').replace('Order ', '');
}

/** Adds a product, on the Stock page. */
export async function addProduct(
  page: Page,
  { name, code, price }: { readonly name: string; readonly code: string; readonly price: string },
): Promise<void> {
  await page.getByRole('button', { name: 'New product' }).click();
  const dialog = page.getByRole('dialog', { name: 'New product' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Code').fill(code);
  await dialog.getByLabel('Price').fill(price);
  await dialog.locator('[type="submit"]').click();
  await expect(dialog).toBeHidden();
}

/** The receipt of the sale on screen says that it is stored. */
export async function isSaved(page: Page): Promise<void> {
  await expect(page.locator('.done').getByText('Saved on this device')).toBeVisible();
}

/** A figure by its name, on the Figures page. */
export const figure = (page: Page, name: string): Locator => page.locator(`[data-figure="${name}"] dd`);

/** A number of an import's result by its name. */
export const resultOf = (page: Page, name: string): Locator => page.locator(`[data-result="${name}"] dd`);

export const order = (page: Page, label: string): Locator => page.getByRole('link', { name: new RegExp(label) });

/** The few words about what has just been done. */
export const toast = (page: Page): Locator => page.getByTestId('toast');

type GivenFile = Exclude<Parameters<Locator['setInputFiles']>[0], readonly unknown[]>;

/** A file of sales, to be picked. */
export const csvFile = (text: string, name = 'sales.csv'): GivenFile => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

/** Picks a file on the Data page. */
export async function pickFile(page: Page, file: GivenFile): Promise<void> {
  await page.getByLabel('Choose a sales file, or drop it here').setInputFiles(file);
}

export async function importEnds(
  page: Page,
  outcome: 'complete' | 'cancelled' | 'failed',
  timeoutMs = 90_000,
): Promise<void> {
  await expect(page.locator('[data-outcome]')).toHaveAttribute('data-outcome', outcome, { timeout: timeoutMs });
}

const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
export const money = (pence: number): string => pounds.format(pence / 100);
export const count = (n: number): string => n.toLocaleString('en-GB');
