import type { StoreStatus } from '@refold/core';
import type { TabState } from './tab-state.ts';

/** Whether everything is saved. `long` begins with `short`. */
export interface SaveState {
  readonly kind: 'saving' | 'saved' | 'bad';
  readonly short: string;
  readonly long: string;
}

export interface SaveFacts {
  readonly isImporting?: boolean;
  /** Another tab has started a new shop or basket in place of a lost one. */
  readonly isStartedAnew?: boolean;
  /** What another tab cannot save. */
  readonly trouble?: TabState['trouble'];
}

/** The worst state of several stores. It is never `saved` while an event is in memory only, in this tab or another. */
export function saveState(
  stores: readonly StoreStatus[],
  { isImporting = false, isStartedAnew = false, trouble }: SaveFacts = {},
): SaveState {
  if (stores.some(({ storage }) => storage === 'lost')) {
    if (isStartedAnew) return { kind: 'bad', short: 'Not saved', long: 'Not saved: another tab has started anew' };
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: browser data was deleted' };
  }
  if (stores.some(({ storage }) => storage === 'blocked')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: close the other tabs of Till' };
  }
  if (stores.some(({ storage }) => storage === 'full')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: this device has no space left' };
  }
  if (stores.some(({ storage }) => storage === 'degraded')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: Till will try again' };
  }
  if (trouble !== undefined) return { kind: 'bad', short: 'Not saved', long: `Not saved: ${trouble}` };
  if (stores.some(({ stopped }) => stopped.length > 0)) {
    return { kind: 'bad', short: 'Check figures', long: 'Check figures: see Data' };
  }
  if (isImporting || stores.some(({ unsaved }) => unsaved > 0))
    return { kind: 'saving', short: 'Saving…', long: 'Saving…' };
  return { kind: 'saved', short: 'Saved', long: 'Saved on this device' };
}
