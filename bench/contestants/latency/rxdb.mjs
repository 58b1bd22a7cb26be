import { openCollection } from '../append/rxdb.mjs';
import { oneByOne } from './one-by-one.mjs';

export const measure = oneByOne(async (name) => {
  const { database, events } = await openCollection(name);
  return { store: async (event) => void (await events.insert(event)), destroy: async () => database.remove() };
});
