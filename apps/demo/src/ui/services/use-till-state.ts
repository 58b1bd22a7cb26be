import { useStatus } from '@refold/react';
import { useSyncExternalStore } from 'react';
import { saveState, type SaveState } from '../../app/save-state.ts';
import { tabState, type TabState } from '../../app/tab-state.ts';
import { useImport } from './use-import.ts';
import { useTill } from './till-context.ts';

export interface TillState {
  readonly save: SaveState;
  readonly tabs: TabState;
  /** A store is lost, and another tab has started a new one. Reloading this page shows it. */
  readonly isStartedAnew: boolean;
}

/** Whether everything is saved, in this tab and in the others. */
export function useTillState(): TillState {
  const { freshStart, ...till } = useTill();
  const shop = useStatus({ store: till.shop });
  const basket = useStatus({ store: till.basket });
  const isImporting = useImport().phase === 'running';
  const isElsewhere = useSyncExternalStore(freshStart.subscribe, freshStart.isElsewhere);
  const isStartedAnew = isElsewhere && [shop, basket].some(({ storage }) => storage === 'lost');
  const tabs = tabState(shop, basket);
  return {
    save: saveState([shop, basket], { isImporting, isStartedAnew, trouble: tabs.trouble }),
    tabs,
    isStartedAnew,
  };
}
