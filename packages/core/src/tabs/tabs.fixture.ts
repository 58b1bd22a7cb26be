import * as z from 'zod';
// Loaded at once, so that no simulated time passes while a test runner finds them.
import '../memory/memory-sync.ts';
import './take-news.ts';
import '../store/loading/attach.ts';
import '../fold/window/memory-bound.ts';
import '../snapshot/model-saver.ts';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import type { EventLog } from '../log/event-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';
import { createStore } from '../store/create-store.ts';
import { type Browser, type Page } from './platform.fixture.ts';
import { tabsOn } from './web-tabs.ts';

export const Put = defineEvent('row.put', z.object({ k: z.string(), n: z.number() }));
export const Bumped = defineEvent('row.bumped', z.object({ k: z.string() }));
export const Renamed = defineEvent('row.renamed', z.object({ k: z.string() }));

/** Does not commute: a bump doubles. */
export const rows = defineCollection('rows', { key: (row: { k: string; n: number }) => row.k })
  .on(Put, (all, { data }) => all.put(data))
  .on(Bumped, (all, { data }) => all.update(data.k, (row) => void (row.n = row.n * 2 + 1)));
export const order = defineView('order', { initial: { keys: '' } }).on([Put, Bumped], (draft, { data }) => {
  draft.keys += data.k;
});

/** A tab of an app in a simulated browser. */
export interface Tab {
  readonly page: Page;
  readonly env: TestEnv;
  readonly store: TabStore;
}

type TabStore = ReturnType<typeof storeOf>;

/** Opens a tab over a log that others have open too. `more`: events that only a newer release of the app knows. */
export async function openTab(
  browser: Browser,
  log: EventLog,
  {
    isVisible = true,
    lacks = [] as Parameters<Browser['open']>[1],
    more = [] as readonly (typeof Renamed)[],
    actor = 'ann',
  } = {},
): Promise<Tab> {
  const page = browser.open(isVisible, lacks);
  const env = testEnv();
  // Each tab closes its own connection only.
  const store = storeOf(page, { ...log, close: () => Promise.resolve() }, env, actor, more);
  await store.ready;
  return { page, env, store };
}

function storeOf(page: Page, log: EventLog, env: TestEnv, actor: string, more: readonly (typeof Renamed)[]) {
  const events = [Put, Bumped, ...more];
  return createStore({ events, views: [rows, order], log, env, actor: () => actor, tabs: tabsOn(page.platform) });
}

/** Lets time pass in the browser, and promises run, until a condition holds. */
export async function until(browser: Browser, isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000; turn++) {
    if (isSo()) return;
    browser.advance(16);
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It did not come about.');
}

/** Lets time pass until nothing more happens in the browser. */
export async function rest(browser: Browser, ms = 1_000): Promise<void> {
  for (const end = browser.nowMs + ms; browser.nowMs < end;) {
    browser.advance(16);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
