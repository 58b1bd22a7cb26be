import type { StoreStatus } from '@refold/core';

/** Why what was just done is not saved, and what a person can do, whatever is wrong with storage. */
export function unsavedWords(storage: StoreStatus['storage']): string {
  switch (storage) {
    case 'lost':
      return 'The browser’s data for Till was deleted. This sale is on this page alone. Save unsaved sales to a file, and keep this page open.';
    case 'full':
      return 'This device has no space left. Make some, then try again. Keep this page open.';
    case 'blocked':
      return 'Till is open in another tab. Close that tab, then try again. Keep this page open.';
    default:
      return 'Till will try again with the next sale. Keep this page open.';
  }
}

/** What is in memory alone, in the words of the till. */
export function unsavedCount(events: readonly { readonly type: string }[]): string {
  const sales = events.filter(({ type }) => type === 'order.placed').length;
  if (sales === 1) return '1 sale is';
  if (sales > 1) return `${sales} sales are`;
  return events.length === 1 ? '1 change is' : `${events.length} changes are`;
}
