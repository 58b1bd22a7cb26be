// What a person does at the till, in a person's words. The tests state what must follow.
import { expect, type Locator, type Page } from '@playwright/test';

export type PageName = 'sell' | 'orders' | 'figures' | 'figures/all' | 'stock' | 'data';

export async function openTill(page: Page, name: PageName = 'sell'): Promise<void> {
  await page.goto(`/#/${name}`);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

/** Goes to a page as a link does, without a load, and waits until the page is there. */
export async function goTo(page: Page, name: PageName): Promise<void> {
  await page.evaluate((to) => {
    location.hash = `#/${to}`;
  }, name);
  const [section] = name.split('/');
  await expect(page.locator(`.nav a[href="#/${section}"]`)).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('main h1', { hasText: 'All time' })).toHaveCount(name === 'figures/all' ? 1 : 0);
}

export const tile = (page: Page, name: string): Locator =>
  page.getByLabel('Products').getByRole('button', { name: new RegExp(`^${name}`) });

/** Searches for a product and puts it into the basket by touch. The grid draws only the tiles in sight. */
export async function add(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox').fill(name);
  await tile(page, name).click();
}

/** Rings up products and takes the money. Returns the order's name as the page shows it. */
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

/** Expects the receipt on screen to say that the sale is stored. */
export async function isSaved(page: Page): Promise<void> {
  await expect(page.locator('.done').getByText('Saved on this device')).toBeVisible();
}

/** A figure on the Figures page, by its name. */
export const figure = (page: Page, name: string): Locator => page.locator(`[data-figure="${name}"] dd`);

/** A number of an import's result, by its name. */
export const resultOf = (page: Page, name: string): Locator => page.locator(`[data-result="${name}"] dd`);

export const order = (page: Page, label: string): Locator => page.getByRole('link', { name: new RegExp(label) });

/** The notice on every page while it shows the past. */
export const banner = (page: Page): Locator => page.getByRole('region', { name: 'Viewing the past' });

/** The short message about what has just been done. */
export const toast = (page: Page): Locator => page.getByTestId('toast');

type GivenFile = Exclude<Parameters<Locator['setInputFiles']>[0], readonly unknown[]>;

/** A file of sales, for a file field. */
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
