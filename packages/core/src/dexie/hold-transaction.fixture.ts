/**
 * A transaction of a suspended tab, over all stores of a log. It ends, and the connection closes, when the returned
 * function is called.
 */
export function holdTransaction(connection: IDBDatabase): () => void {
  const transaction = connection.transaction([...connection.objectStoreNames], 'readwrite');
  let isHeld = true;
  const again = (): void => {
    if (isHeld) transaction.objectStore('head').get('head').onsuccess = again;
    else connection.close();
  };
  again();
  return () => void (isHeld = false);
}
