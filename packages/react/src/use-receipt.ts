import type { Receipt } from '@refold/core';
import { useCallback, useSyncExternalStore } from 'react';

/** How safe a commit is now; undefined without a receipt. Renders again when that changes. */
export function useReceipt(receipt: Receipt): Receipt['stage'];
export function useReceipt(receipt: Receipt | undefined): Receipt['stage'] | undefined;
export function useReceipt(receipt: Receipt | undefined): Receipt['stage'] | undefined {
  const subscribe = useCallback((listener: () => void) => receipt?.subscribe(listener) ?? nothing, [receipt]);
  const stage = (): Receipt['stage'] | undefined => receipt?.stage;
  return useSyncExternalStore(subscribe, stage, stage);
}

const nothing = (): void => undefined;
