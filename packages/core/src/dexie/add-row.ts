import type { Dexie } from 'dexie';
import type { Batch, Commit } from '../log/commit.ts';
import { toText } from '../log/commit-lines.ts';
import type { OutRow } from './database.ts';
import { packIds } from './ids/pack-ids.ts';

/** Builds the row of a batch from those of its commits that are to be stored. */
export function toRow({ writer, first, commits: { length } }: Batch, commits: readonly Commit[]): Omit<OutRow, 'n'> {
  const ids = commits.flatMap((commit) => commit.events.map((event) => event.id));
  return { writer, first, commits: length, events: ids.length, ids: packIds(ids), text: toText(commits) };
}

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
