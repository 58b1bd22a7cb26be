// The page of the fault tests: a store whose events are numbered from 1, and the calls that tests make.
import { compact, createStore, defineEvent, defineView, isRefoldError } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import * as z from 'zod';

const NAME = 'faults';
const Counted = defineEvent('counted', z.object({ n: z.number(), text: z.string().optional() }));
const last = defineView('last', { initial: { n: 0 } }).on(Counted, (draft, e) => void (draft.n = e.data.n));

const sum = defineView('sum', { initial: { n: 0 } }).on(Counted, (draft, e) => void (draft.n += e.data.n));

/** How long to wait for another tab. On a busy machine, opening a log that no tab holds may take seconds. */
let patienceMs = 60_000;
const timer = (task: () => void): (() => void) => {
  const timeout = setTimeout(task, patienceMs);
  return () => clearTimeout(timeout);
};

const newStore = () =>
  createStore({ events: [Counted], views: [last, sum], log: dexieLog(NAME, { undoHorizon: 100, timer }) });
let store: ReturnType<typeof newStore>;

declare global {
  interface Window {
    /** The test provides it. The page calls it with the last event whose receipt said `stored`. */
    seen?: (n: number) => Promise<void>;
  }
}

const codeOf = (error: unknown): string => (isRefoldError(error) ? error.code : String(error));
/** `ok`, or the code of the error. */
const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', codeOf);

const faults = {
  open(): Promise<string> {
    store = newStore();
    return outcome(store.ready);
  },
  /** For the calls from now on. Short: for a log that a frozen tab holds, as waiting longer would not help. */
  setPatience: (patience: 'short' | 'long'): void => void (patienceMs = patience === 'short' ? 100 : 60_000),
  /** Appends the next event. Returns the outcome of its receipt. */
  append(text?: string): Promise<string> {
    const n = store.get(last).n + 1;
    return outcome(store.append(Counted(text === undefined ? { n } : { n, text })).until('stored'));
  },
  /**
   * Appends for ever, in bursts of this size, and reports the last stored event as fast as the test can receive it.
   * With `keepEvents`, it compacts the log between bursts.
   */
  write(burst: number, keepEvents?: number): void {
    let stored = 0;
    let told = 0;
    const tell = async (): Promise<void> => {
      if (told !== 0) return;
      while (told !== stored) {
        told = stored;
        await window.seen!(told);
      }
      told = 0;
    };
    const step = async (): Promise<void> => {
      const receipts = Array.from({ length: burst }, () => {
        const n = store.get(last).n + 1;
        return { n, receipt: store.append(Counted({ n })) };
      });
      for (const { n, receipt } of receipts) {
        await receipt.until('stored');
        stored = n;
        void tell();
      }
      if (keepEvents !== undefined) await compact(store, { keepEvents });
    };
    const forever = (): Promise<void> => step().then(forever);
    void forever();
  },
  /** How far the log is compacted. */
  async floor(): Promise<number> {
    const log = dexieLog(NAME);
    const { floor } = await log.open();
    await log.close();
    return floor;
  },
  /**
   * Call it before `open`. When the page freezes, it appends one event, and `more` events after that one's transaction
   * has begun.
   */
  appendWhenFrozen(more: number): void {
    const next = (): unknown => store.append(Counted({ n: store.get(last).n + 1 }));
    const options = { capture: true, once: true };
    // One listener runs before the store's own and one after. The first event's transaction begins between the two.
    window.addEventListener('freeze', () => void next(), options);
    window.addEventListener('freeze', () => Array.from({ length: more }, next), options);
  },
  /** The numbers in the log, in log order. */
  async stored(): Promise<readonly number[]> {
    const log = dexieLog(NAME);
    const { floor } = await log.open();
    const { commits } = await log.read({ after: floor, limit: Infinity });
    await log.close();
    return commits.flatMap(({ events }) => events.map(({ data }) => (data as { readonly n: number }).n));
  },
  /** The sum of all numbers that were ever appended. */
  total: (): number => store.get(sum).n,
  status() {
    const { phase, storage, storageError, unsaved } = store.status;
    return {
      phase,
      storage,
      code: storageError?.code,
      unsaved,
      last: phase === 'ready' ? store.get(last).n : undefined,
    };
  },
  /** Resolves when storage has this state. */
  until: (storage: string): Promise<void> =>
    new Promise((resolve) => {
      store.status$.subscribe((status) => {
        if (status.storage === storage) resolve();
      });
    }),
  /** The events that are only in memory. */
  unsaved: () => store.storage.unsaved,
  /** Adds events that another page could not store. Returns how many. */
  take: async (events: Parameters<typeof store.import>[0]): Promise<number> => (await store.import(events)).added,
  retry: (): Promise<string> => outcome(store.storage.retry()),
  close: (): Promise<string> => outcome(store.close()),
  destroy: (discard = false): Promise<string> => outcome(store.destroy({ discard })),
  /** The way on after a loss: puts the unsaved events into a new log. */
  async startAnew(): Promise<string> {
    const kept = store.storage.unsaved;
    await store.destroy({ discard: true });
    store = newStore();
    await store.ready;
    return outcome(store.import(kept));
  },
  /** The names of all databases. */
  databases: async (): Promise<readonly (string | undefined)[]> =>
    (await indexedDB.databases()).map(({ name }) => name),
  /** The traces of the log outside the store, for the message of a test that found it lost. */
  async evidence(): Promise<string> {
    const databases = await indexedDB.databases();
    return JSON.stringify({ databases, hint: localStorage.getItem(`refold:${NAME}`) });
  },
  /** Damages the newest batch without the store. */
  damage: (): Promise<void> =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(NAME);
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('out', 'readwrite');
        const cursor = transaction.objectStore('out').openCursor(null, 'prev');
        cursor.onsuccess = () => cursor.result!.update({ ...cursor.result!.value, text: '{"events":[' });
        transaction.oncomplete = () => {
          opening.result.close();
          resolve();
        };
        transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      };
    }),
};

export type Faults = typeof faults;
Object.assign(window, { faults });
