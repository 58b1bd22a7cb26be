import type { StoreStatus } from '@refold/core';

/** Whether everything is saved. `long` begins with `short`. */
export interface SaveState {
  readonly kind: 'saving' | 'saved' | 'bad';
  readonly short: string;
  readonly long: string;
}

/** The worst state of several stores. It is never `saved` while an event is in memory only. */
export function saveState(stores: readonly StoreStatus[], isImporting: boolean): SaveState {
  if (stores.some(({ storage }) => storage === 'lost')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: browser data was deleted' };
  }
  if (stores.some(({ storage }) => storage === 'blocked')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: Till is open in another tab' };
  }
  if (stores.some(({ storage }) => storage === 'full')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: this device has no space left' };
  }
  if (stores.some(({ storage }) => storage === 'degraded')) {
    return { kind: 'bad', short: 'Not saved', long: 'Not saved: Till will try again' };
  }
  if (stores.some(({ stopped }) => stopped.length > 0)) {
    return { kind: 'bad', short: 'Check figures', long: 'Check figures: see Data' };
  }
  if (isImporting || stores.some(({ unsaved }) => unsaved > 0))
    return { kind: 'saving', short: 'Saving…', long: 'Saving…' };
  return { kind: 'saved', short: 'Saved', long: 'Saved on this device' };
}
