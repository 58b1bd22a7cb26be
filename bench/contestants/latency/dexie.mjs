import { Dexie } from 'dexie';
import { oneByOne } from './one-by-one.mjs';

export const measure = oneByOne(async (name) => {
  const database = new Dexie(name);
  database.version(1).stores({ events: '++' });
  await database.open();
  return {
    store: async (event) => void (await database.table('events').add(event)),
    destroy: async () => database.delete(),
  };
});
