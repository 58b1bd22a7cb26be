import type { StoreStatus } from '@refold/core';

/** Why the last action was not saved, and what a person can do, for every state of storage. */
export function unsavedWords(storage: StoreStatus['storage']): string {
  switch (storage) {
    case 'lost':
      return 'The browser’s data for Till was deleted. This sale is only on this page. Save unsaved sales to a file, and keep this page open.';
    case 'full':
      return 'This device has no space left. Free some space, then try again. Keep this page open.';
    case 'blocked':
      return 'Till is open in another tab. Close that tab, then try again. Keep this page open.';
    default:
      return 'Till will try again with the next sale. Keep this page open.';
  }
}

/** The number of unsaved sales, or else of unsaved changes, in words. */
export function unsavedCount(events: readonly { readonly type: string }[]): string {
  const sales = events.filter(({ type }) => type === 'order.placed').length;
  if (sales === 1) return '1 sale is';
  if (sales > 1) return `${sales} sales are`;
  return events.length === 1 ? '1 change is' : `${events.length} changes are`;
}
