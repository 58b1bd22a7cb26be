import { IDBObjectStore } from 'fake-indexeddb';

const WRITES = ['add', 'put', 'delete'] as const;
let left = Infinity;
let hasCrashed = false;

for (const name of WRITES) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the object store that it was called on
  const write = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
  IDBObjectStore.prototype[name] = function crash(this: IDBObjectStore, ...args: unknown[]) {
    const request = write.apply(this, args);
    // A crashed tab writes nothing more.
    if (left-- <= 0) {
      hasCrashed = true;
      this.transaction.abort();
    }
    return request;
  } as never;
}

/**
 * Runs work on a simulated IndexedDB, and aborts its transaction at write number `at` and each later one that writes,
 * as when a tab crashes. Returns whether that happened. Rethrows other errors.
 */
export async function crashing(at: number, work: () => Promise<void>): Promise<boolean> {
  left = at;
  hasCrashed = false;
  try {
    await work();
  } catch (error) {
    if (!hasCrashed) throw error;
  } finally {
    left = Infinity;
  }
  return hasCrashed;
}
