import { useSyncExternalStore } from 'react';
import { useTill } from './till-context.ts';
import type { HistoryState } from '../../app/history-session.ts';

/** The selected part of the history's state. `select` must return the same value while nothing changes. */
export function useHistory<T>(select: (state: HistoryState) => T): T {
  const { history } = useTill();
  return useSyncExternalStore(history.subscribe, () => select(history.state()));
}

/** Whether the pages show the past, so that nothing can be changed. */
export const useIsPast = (): boolean => useHistory(({ shownMs }) => shownMs !== undefined);
