import { Dexie } from 'dexie';
import { appendBatches } from './batches.mjs';

export const measure = appendBatches(async (name) => {
  const database = new Dexie(name);
  database.version(1).stores({ events: '++' });
  await database.open();
  return {
    append: async (events) => void (await database.table('events').bulkAdd([...events])),
    count: async () => database.table('events').count(),
    destroy: async () => database.delete(),
  };
});
