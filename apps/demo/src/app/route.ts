export const PAGES = ['sell', 'orders', 'figures', 'stock', 'data'] as const;
export type Page = (typeof PAGES)[number];

/** The page on show. It is in the address, so reload and the back button work. */
export interface Route {
  readonly page: Page;
  /** The open part of the page: an order, or a tab. */
  readonly item: string | undefined;
  readonly day: string | undefined;
}

export function href(page: Page, { item, day }: { item?: string | undefined; day?: string | undefined } = {}): string {
  return `#/${page}${item === undefined ? '' : `/${encodeURIComponent(item)}`}${day === undefined ? '' : `?day=${day}`}`;
}

/** Replaces the address without an entry in the browser's history. */
export function replaceRoute(to: string): void {
  location.replace(to);
}

/** The route that an address names; an unknown page is Sell. */
export function parseRoute(hash: string): Route {
  const url = new URL(hash.replace(/^#/, ''), 'http://till.invalid');
  const [, name, item = ''] = url.pathname.split('/');
  const day = url.searchParams.get('day');
  return {
    page: PAGES.find((page) => page === name) ?? 'sell',
    item: item === '' ? undefined : decodeText(item),
    day: day !== null && /^\d{4}-\d\d-\d\d$/.test(day) ? day : undefined,
  };
}

/** A mistyped address must not fail. */
function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Calls `listener` when the address changes. Returns an unsubscribe function. */
export function onRouteChange(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
