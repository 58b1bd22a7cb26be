// The page of the fault tests: a store whose events are numbered from 1, and what a test does with it.
import { compact, createStore, defineEvent, defineView, isRefoldError } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import * as z from 'zod';

const NAME = 'faults';
const Counted = defineEvent('counted', z.object({ n: z.number(), text: z.string().optional() }));
const last = defineView('last', { initial: { n: 0 } }).on(Counted, (draft, e) => void (draft.n = e.data.n));

const sum = defineView('sum', { initial: { n: 0 } }).on(Counted, (draft, e) => void (draft.n += e.data.n));

const newStore = (openTimeoutMs?: number) =>
  createStore({
    events: [Counted],
    views: [last, sum],
    log: dexieLog(NAME, { undoHorizon: 100, ...(openTimeoutMs !== undefined && { openTimeoutMs }) }),
  });
let store: ReturnType<typeof newStore>;

declare global {
  interface Window {
    /** Given by the test: hears up to which event receipts said `stored`, while the page is alive. */
    seen?: (n: number) => Promise<void>;
  }
}

const codeOf = (error: unknown): string => (isRefoldError(error) ? error.code : String(error));
/** `ok`, or the code of the error. */
const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', codeOf);

const faults = {
  async open(openTimeoutMs?: number): Promise<string> {
    store = newStore(openTimeoutMs);
    return outcome(store.ready);
  },
  /** Appends the next event; tells what its receipt comes to. */
  append(text?: string): Promise<string> {
    const n = store.get(last).n + 1;
    return outcome(store.append(Counted(text === undefined ? { n } : { n, text })).until('stored'));
  },
  /**
   * Appends for ever, in bursts of this size, and tells of the last that is stored, as fast as the test can hear it. Between
   * bursts it compacts the log, if it is told how many events to keep.
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
  /** How far the log has been cut off. */
  async floor(): Promise<number> {
    const log = dexieLog(NAME);
    const { floor } = await log.open();
    await log.close();
    return floor;
  },
  /** To be called before `open`: as the page is frozen, one event is appended, and behind its transaction so many more. */
  appendWhenFrozen(more: number): void {
    const next = (): unknown => store.append(Counted({ n: store.get(last).n + 1 }));
    const options = { capture: true, once: true };
    // Where the store listens, and before it does. Between the two the first one's transaction begins.
    window.addEventListener('freeze', () => void next(), options);
    window.addEventListener('freeze', () => Array.from({ length: more }, next), options);
  },
  /** The numbers in the log, in its order. */
  async stored(): Promise<readonly number[]> {
    const log = dexieLog(NAME);
    const { floor } = await log.open();
    const { commits } = await log.read({ after: floor, limit: Infinity });
    await log.close();
    return commits.flatMap(({ events }) => events.map(({ data }) => (data as { readonly n: number }).n));
  },
  /** The sum of all numbers that there have been. */
  total: (): number => store.get(sum).n,
  status() {
    const { phase, storage, storageError, pending } = store.status;
    return {
      phase,
      storage,
      code: storageError?.code,
      pending,
      last: phase === 'ready' ? store.get(last).n : undefined,
    };
  },
  /** Resolves when storage is so. */
  until: (storage: string): Promise<void> =>
    new Promise((resolve) => {
      store.status$.subscribe((status) => {
        if (status.storage === storage) resolve();
      });
    }),
  /** What is in memory only. */
  unsaved: () => store.storage.unsaved,
  /** Adds what another page could not store; tells how many events. */
  take: async (events: Parameters<typeof store.import>[0]): Promise<number> => (await store.import(events)).added,
  retry: (): Promise<string> => outcome(store.storage.retry()),
  close: (): Promise<string> => outcome(store.close()),
  destroy: (discard = false): Promise<string> => outcome(store.destroy({ discard })),
  /** The way on after a loss: what is unsaved goes into a new log. */
  async startAnew(): Promise<string> {
    const kept = store.storage.unsaved;
    await store.destroy({ discard: true });
    store = newStore();
    await store.ready;
    return outcome(store.import(kept));
  },
  /** The databases that there are. */
  databases: async (): Promise<readonly (string | undefined)[]> =>
    (await indexedDB.databases()).map(({ name }) => name),
  /** What is there of the log, past the store: for the message of a test that found it lost. */
  async evidence(): Promise<string> {
    const databases = await indexedDB.databases();
    return JSON.stringify({ databases, hint: localStorage.getItem(`refold:${NAME}`) });
  },
  /** Changes the newest batch behind the store's back. */
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
