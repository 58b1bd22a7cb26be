import type { Dexie } from 'dexie';
import type { OutRow } from './database.ts';

/**
 * Adds a batch blindly, past Dexie: one request and an explicit commit in the same task, so that nothing more is needed
 * from a page that is about to go away. Resolves when the transaction is complete.
 */
export async function addRow(db: Dexie, row: Omit<OutRow, 'n'>): Promise<void> {
  await transact(db, 'out', 'relaxed', (store) => store.add(row));
}

/** Forces all that was written before to disk: a strict transaction syncs the database's own log. */
export async function forceToDisk(db: Dexie): Promise<void> {
  await transact(db, 'head', 'strict', (store) => store.put({ key: 'flush' }));
}

function transact(
  db: Dexie,
  table: string,
  durability: IDBTransactionDurability,
  request: (store: IDBObjectStore) => IDBRequest,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.backendDB().transaction(table, 'readwrite', { durability });
    // A request that succeeded means nothing yet: only `complete` counts.
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
    request(transaction.objectStore(table));
    transaction.commit();
  });
}
