import { IDBIndex, IDBObjectStore } from 'fake-indexeddb';
import { vi } from 'vitest';

/** How many rows some work on a simulated IndexedDB reads, by object store. */
export async function rowsRead(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const rows: Record<string, number> = {};
  const spies = [IDBObjectStore.prototype, IDBIndex.prototype].flatMap((store) =>
    (['get', 'getAll', 'getAllKeys', 'openCursor'] as const).map((name) => {
      const ask = store[name] as (...args: unknown[]) => IDBRequest;
      return vi.spyOn(store, name).mockImplementation(function (this: IDBObjectStore, ...args: unknown[]) {
        const request = ask.apply(this, args);
        request.addEventListener('success', () => {
          rows[this.name] = (rows[this.name] ?? 0) + (Array.isArray(request.result) ? request.result.length : 1);
        });
        return request;
      });
    }),
  );
  await work();
  for (const spy of spies) spy.mockRestore();
  return rows;
}
