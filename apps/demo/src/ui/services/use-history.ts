import { useSyncExternalStore } from 'react';
import { useTill } from './till-context.ts';
import type { HistoryState } from '../../app/history-session.ts';

/** What `select` picks from the state of looking back; what it picks must be the same while nothing has changed. */
export function useHistory<T>(select: (state: HistoryState) => T): T {
  const { history } = useTill();
  return useSyncExternalStore(history.subscribe, () => select(history.state()));
}

/** Whether the pages show the past, so that nothing can be changed. */
export const useIsPast = (): boolean => useHistory(({ shownMs }) => shownMs !== undefined);
