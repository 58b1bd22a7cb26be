import { forceCloseDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import type { RefoldError } from '../errors/refold-error.ts';
import { Database } from './database.ts';
import { dexieLog } from './dexie-log.ts';
import { holdTransaction } from './hold-transaction.fixture.ts';
import type { DexieLogOptions } from './options.ts';

/** A device of a test: an IndexedDB, a storage for hints, and timers that the test controls. */
export function testDevice() {
  const indexedDB = new IDBFactory();
  const open = indexedDB.open.bind(indexedDB);
  let connection: IDBDatabase | undefined;
  let isHung = false;
  let refusals = 0;
  indexedDB.open = (...args) => {
    if (refusals-- > 0) throw new DOMException('still clearing', 'AbortError');
    // A suspended tab blocks this request, which fires no event at all.
    if (isHung) return new EventTarget() as ReturnType<typeof open>;
    const request = open(...args);
    request.addEventListener('success', () => (connection = request.result));
    return request;
  };
  const remembered = new Map<string, string>();
  const timers = new Set<() => void>();
  const options = {
    indexedDB,
    IDBKeyRange,
    hints: {
      getItem: (key: string) => remembered.get(key) ?? null,
      setItem: (key: string, value: string) => void remembered.set(key, value),
      removeItem: (key: string) => void remembered.delete(key),
    },
    timer: (task: () => void) => {
      timers.add(task);
      return () => void timers.delete(task);
    },
  } satisfies DexieLogOptions;
  const names = async () => (await indexedDB.databases()).map(({ name }) => name);
  return {
    options,
    indexedDB,
    remembered,
    names,
    /** How many timeouts there are. */
    waiting: () => timers.size,
    /** Fires all timeouts. Returns how many. */
    runOut: () => {
      const due = [...timers];
      timers.clear();
      for (const task of due) task();
      return due.length;
    },
    async open() {
      const log = dexieLog('shop', options);
      const told: (RefoldError['code'] | undefined)[] = [];
      let heard = (): void => undefined;
      log.onFault!((fault) => {
        told.push(fault?.code);
        heard();
      });
      return {
        log,
        head: await log.open(),
        told,
        /** Resolves at the log's next report. */
        tells: () => new Promise<void>((resolve) => (heard = resolve)),
      };
    },
    hang: (is: boolean) => void (isHung = is),
    /** Refuses to open a database the next `times` times. */
    refuse: (times: number) => void (refusals = times),
    /**
     * Closes the last connection, as a browser does that clears storage. Silently: the event has a task of its own, and
     * a write may come before it.
     */
    closeLast({ isSilent = false } = {}) {
      if (isSilent) connection!.close();
      else forceCloseDatabase(connection as unknown as Parameters<typeof forceCloseDatabase>[0]);
    },
    /** Aborts the next read, as a browser does on a connection that it closes. */
    abortNextRead() {
      onReads((read, store, stop) => {
        stop();
        const request = read();
        store.transaction.abort();
        return request;
      });
    },
    /**
     * Fails reads as WebKit does when its database process has ended. Passes `after` reads, then fails `times`. Returns
     * a function that ends it.
     */
    failReads({ after = 0, times = 1 } = {}) {
      let [failed, passed] = [0, 0];
      const stop = onReads((read) => {
        if (failed === times || passed++ < after) return read();
        failed += 1;
        const request = {
          error: new DOMException('Connection lost', 'UnknownError'),
          onerror: undefined as ((event: unknown) => void) | undefined,
        };
        const event = { target: request, preventDefault: () => {}, stopPropagation: () => {} };
        queueMicrotask(() => request.onerror?.(event));
        return request;
      });
      return () => {
        stop();
        return failed;
      };
    },
    /** From now on, the last connection aborts all transactions without closing. */
    breakLast() {
      const broken = connection!;
      const transaction = broken.transaction.bind(broken);
      broken.transaction = (...args) => {
        const made = transaction(...args);
        let isAborted = false;
        const abort = made.abort.bind(made);
        made.abort = made.commit = () => {
          if (!isAborted) abort();
          isAborted = true;
        };
        queueMicrotask(made.abort);
        return made;
      };
    },
    delete: () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('shop');
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error('no database', { cause: request.error }));
      }),
    /** A connection of a suspended tab: it ignores requests to close. */
    hold: () =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = open('shop');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('no database', { cause: request.error }));
      }),
    /** Holds all stores, as a suspended tab does, until the returned function is called. */
    async holdTransaction(): Promise<() => void> {
      return holdTransaction(await this.hold());
    },
    /** Reads or writes rows without the log. */
    async raw<T>(work: (db: Database) => PromiseLike<T>): Promise<T> {
      const db = new Database('shop', options);
      await db.open();
      try {
        return await work(db);
      } finally {
        db.close();
      }
    },
  };
}

/** Intercepts all reads of object stores; returns a function that restores them. */
function onReads(answer: (read: () => IDBRequest, store: IDBObjectStore, stop: () => void) => unknown): () => void {
  const asked = ['get', 'getAll', 'getAllKeys'] as const;
  const calm = asked.map((name) => IDBObjectStore.prototype[name]);
  const stop = (): void => asked.forEach((name, i) => (IDBObjectStore.prototype[name] = calm[i] as never));
  for (const [i, name] of asked.entries())
    IDBObjectStore.prototype[name] = function read(this: IDBObjectStore, ...args: unknown[]) {
      return answer(() => (calm[i] as (...all: unknown[]) => IDBRequest).apply(this, args), this, stop);
    } as never;
  return stop;
}
