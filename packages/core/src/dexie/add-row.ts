import type { Dexie } from 'dexie';
import type { OutRow } from './database.ts';

/**
 * Adds a batch blindly, without Dexie: one request and an explicit commit in the same task, so that a closing page has
 * nothing left to do. Resolves to the row's number once the transaction is complete.
 */
export function addRow(db: Dexie, row: Omit<OutRow, 'n'>): Promise<number> {
  return transact(db, 'out', 'relaxed', (store) => store.add(row));
}

/** Forces earlier writes to disk: a strict transaction syncs the database's own log. */
export async function forceToDisk(db: Dexie): Promise<void> {
  await transact(db, 'head', 'strict', (store) => store.put({ key: 'flush' }));
}

function transact<K extends IDBValidKey>(
  db: Dexie,
  table: string,
  durability: IDBTransactionDurability,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<K> {
  return new Promise((resolve, reject) => {
    const transaction = db.backendDB().transaction(table, 'readwrite', { durability });
    const request = ask(transaction.objectStore(table)) as IDBRequest<K>;
    // A successful request is not durable yet: only `complete` counts.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
    transaction.commit();
  });
}
