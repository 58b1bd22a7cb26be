// Plain IndexedDB, without a library.

/**
 * @param {string} name
 * @param {string} store
 * @returns {Promise<IDBDatabase>}
 */
export function openDatabase(name, store) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(store, { autoIncrement: true });
  return answer(request);
}

/** @param {string} name */
export const deleteDatabase = (name) => answer(indexedDB.deleteDatabase(name));

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The request failed.'));
  });
}

/**
 * Adds values in one transaction, committed at once. Resolves when it is complete.
 * @param {IDBDatabase} database
 * @param {string} name
 * @param {readonly unknown[]} values
 * @param {IDBTransactionDurability} [durability]
 * @returns {Promise<void>}
 */
export function addAll(database, name, values, durability = 'relaxed') {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, 'readwrite', { durability });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
    const store = transaction.objectStore(name);
    for (const value of values) store.add(value);
    transaction.commit();
  });
}

/**
 * @param {IDBDatabase} database
 * @param {string} name
 * @returns {Promise<unknown[]>}
 */
export const getAll = (database, name) => answer(database.transaction(name).objectStore(name).getAll());
