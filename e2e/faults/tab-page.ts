// The page of the tests with many tabs: a store that follows other tabs. Each tab numbers its own events from 1. With
// `?newer` in its address, it is a later release of the app, which knows one event type more.
import { createStore, defineEvent, defineView, isRefoldError, type StoreStatus } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { webTabs } from '@refold/core/tabs';
import * as z from 'zod';
import { holdTransaction } from '../../packages/core/src/dexie/hold-transaction.fixture.ts';

const NAME = 'many';
const TAB = crypto.randomUUID();
const Counted = defineEvent('counted', z.object({ tab: z.string(), n: z.int() }));
const Renamed = defineEvent('renamed', z.object({ name: z.string() }));

/** The digest depends on the order of the events. */
const shown = defineView('shown', { initial: { count: 0, digest: 0 } }).on(Counted, (draft, { data }) => {
  draft.count += 1;
  draft.digest = mix(draft.digest, data.tab, data.n);
});

function mix(digest: number, tab: string, n: number): number {
  let mixed = Math.imul(digest, 31) + n;
  for (const character of tab) mixed = Math.imul(mixed, 31) + character.charCodeAt(0);
  return mixed | 0;
}

/** How long a transaction may take. On a busy machine, or beside a frozen tab, it may take seconds. */
let patienceMs = 60_000;
const timer = (task: () => void): (() => void) => {
  const timeout = setTimeout(task, patienceMs);
  return () => clearTimeout(timeout);
};

const isNewer = location.search === '?newer';
const store = createStore({
  events: isNewer ? [Counted, Renamed] : [Counted],
  views: [shown],
  log: dexieLog(NAME, { timer }),
  tabs: webTabs(),
});

declare global {
  interface Window {
    /** The test provides it. The page calls it with the number of each event whose receipt said `stored`. */
    stored?: (n: string) => void;
  }
}

const emitted = new Set<string>();
let emittedTwice = 0;
store.events$.subscribe(({ id }) => {
  if (emitted.has(id)) emittedTwice += 1;
  emitted.add(id);
});
let isRestored = false;
addEventListener('pageshow', ({ persisted }) => void (isRestored ||= persisted));

let last = 0;

async function writeTogether(many: number): Promise<void> {
  const receipts = Array.from({ length: many }, () => {
    const n = (last += 1);
    return { n, receipt: store.append(Counted({ tab: TAB, n })) };
  });
  for (const { n, receipt } of receipts) {
    await receipt.until('stored');
    window.stored?.(String(n));
  }
}

const faults = {
  tab: (): string => TAB,
  /**
   * Appends this many events in bursts of `burst`, each burst after the one before is stored. Returns `ok`, or the code
   * of the error.
   */
  async write(many: number, burst = 1): Promise<string> {
    try {
      await store.ready;
      for (let left = many; left > 0; left -= burst) await writeTogether(Math.min(left, burst));
      return 'ok';
    } catch (error) {
      return isRefoldError(error) ? error.code : String(error);
    }
  },
  /** Appends an event that only a later release knows. */
  async rename(name: string): Promise<void> {
    await store.append(Renamed({ name })).until('stored');
  },
  /** Resolves after the next frame. A hidden page has none. */
  frame: (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve())),
  /** The read model. Undefined before the store is ready. */
  shown: () => (store.status.phase === 'ready' ? store.get(shown) : undefined),
  status(): Pick<StoreStatus, 'phase' | 'storage' | 'unsaved' | 'skipped'> & {
    code: string | undefined;
    open: number | undefined;
    isLeader: boolean | undefined;
    isReloadDue: boolean | undefined;
  } {
    const { phase, storage, storageError, unsaved, skipped, tabs } = store.status;
    const { open, isLeader, isReloadDue } = tabs ?? {};
    return { phase, storage, unsaved, skipped, code: storageError?.code, open, isLeader, isReloadDue };
  },
  /** How many events `events$` has emitted more than once. */
  emittedTwice: (): number => emittedTwice,
  /** Whether the page was in the back/forward cache. */
  isRestored: (): boolean => isRestored,
  isVisible: (): boolean => document.visibilityState === 'visible',
  setPatience: (patience: 'short' | 'long'): void => void (patienceMs = patience === 'short' ? 100 : 60_000),
  /** Begins a transaction over the whole log. It lasts until the page has been frozen and runs again. */
  async holdUntilThawed(): Promise<void> {
    const connection = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(NAME);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    });
    const release = holdTransaction(connection);
    document.addEventListener('resume', release, { once: true });
  },
  /** All events of the log, in log order, as `tab:n` or `type`; and what a fold of them shows. */
  async log(): Promise<{ keys: readonly string[]; count: number; digest: number }> {
    const log = dexieLog(NAME);
    const { floor } = await log.open();
    const { commits } = await log.read({ after: floor, limit: Infinity });
    await log.close();
    let digest = 0;
    let count = 0;
    const keys = commits.flatMap(({ events }) =>
      events.map(({ type, data }) => {
        if (type !== Counted.type) return type;
        const { tab, n } = data as { readonly tab: string; readonly n: number };
        digest = mix(digest, tab, n);
        count += 1;
        return `${tab}:${n}`;
      }),
    );
    return { keys, count, digest };
  },
};

export type TabPage = typeof faults;
Object.assign(window, { faults });
