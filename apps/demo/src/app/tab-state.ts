import type { StoreStatus } from '@refold/core';

/** The open tabs of Till, in words. */
export interface TabState {
  /** How many are open, and whether this one looks after the data. Undefined if the browser does not say. */
  readonly open: string | undefined;
  /** What another tab cannot save. Undefined while the others save everything. */
  readonly trouble: string | undefined;
  /** Whether another tab runs a newer version of Till. */
  readonly isReloadDue: boolean;
}

/** The tabs of a till. The shop, which is the larger log, tells which tab looks after the data. */
export function tabState(shop: StoreStatus, basket: StoreStatus): TabState {
  const troubles = [shop, basket].flatMap(({ tabs }) => tabs?.trouble ?? []);
  return {
    open: openWords(shop.tabs),
    trouble: troubles.length === 0 ? undefined : troubleWords(troubles.reduce((sum, one) => sum + one.unsaved, 0)),
    isReloadDue: [shop, basket].some(({ tabs }) => tabs?.isReloadDue === true),
  };
}

function openWords(tabs: StoreStatus['tabs']): string | undefined {
  if (tabs?.open === undefined) return undefined;
  if (tabs.open <= 1) return 'Only this tab';
  return `${tabs.open} tabs. ${tabs.isLeader ? 'This tab' : 'Another tab'} looks after the data.`;
}

function troubleWords(unsaved: number): string {
  if (unsaved === 0) return 'another tab cannot save';
  return `another tab cannot save ${unsaved === 1 ? '1 change' : `${unsaved} changes`}`;
}
