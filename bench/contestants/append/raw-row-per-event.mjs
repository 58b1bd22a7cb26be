import { addAll, answer, deleteDatabase, openDatabase } from '../idb.mjs';
import { appendBatches } from './batches.mjs';

export const measure = appendBatches(async (name) => {
  const database = await openDatabase(name, 'events');
  return {
    append: (events) => addAll(database, 'events', events),
    count: () => answer(database.transaction('events').objectStore('events').count()),
    async destroy() {
      database.close();
      await deleteDatabase(name);
    },
  };
});
