import type { Receipt } from '@refold/core';
import { useCallback, useSyncExternalStore } from 'react';

/** How safe a commit is now; undefined without a receipt. Renders again when that changes. */
export function useReceipt(receipt: Receipt): Receipt['stage'];
export function useReceipt(receipt: Receipt | undefined): Receipt['stage'] | undefined;
export function useReceipt(receipt: Receipt | undefined): Receipt['stage'] | undefined {
  const subscribe = useCallback(
    (listener: () => void): (() => void) => {
      const ended = new AbortController();
      const told = (): void => {
        if (!ended.signal.aborted) listener();
      };
      // Both ends of the wait are told: the stage itself says whether it was stored or failed.
      receipt?.until('stored', { signal: ended.signal }).then(told, told);
      return () => ended.abort();
    },
    [receipt],
  );
  const stage = (): Receipt['stage'] | undefined => receipt?.stage;
  return useSyncExternalStore(subscribe, stage, stage);
}
