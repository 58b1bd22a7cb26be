import type { Tabs } from '../store/store.ts';
import { connectTab } from './connect-tab.ts';
import type { TabPlatform } from './platform.ts';
import { webPlatform } from './web-platform.ts';

/**
 * Makes all open tabs of an app behave as one, for the `tabs` option of `createStore`. What one tab writes, the others
 * show within two frames in the median. One of them leads: it alone merges batches and saves snapshots. `status.tabs`
 * says how many tabs are open, and whether this one leads.
 *
 * It uses Web Locks and BroadcastChannel. Without channels, a tab looks at the log once a second. Without locks, every
 * tab leads, which costs work and harms nothing.
 *
 * @example
 * const store = createStore({ events, views, log: dexieLog('shop'), tabs: webTabs() });
 */
export function webTabs(): Tabs {
  return tabsOn(webPlatform());
}

/** Tabs on any platform: a simulated one, in tests. */
export const tabsOn = (platform: TabPlatform): Tabs => ({ '~connect': (store) => connectTab(store, platform) });
