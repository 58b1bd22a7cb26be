import { createStore } from 'tinybase';
import { createIndexedDbPersister } from 'tinybase/persisters/persister-indexed-db';
import { toCells } from '../append/tinybase.mjs';
import { deleteDatabase } from '../idb.mjs';
import { oneByOne } from './one-by-one.mjs';

export const measure = oneByOne(async (name) => {
  const store = createStore();
  const persister = createIndexedDbPersister(store, name);
  return {
    async store(event) {
      store.setRow('events', event.id, toCells(event));
      await persister.save();
    },
    async destroy() {
      await persister.destroy();
      await deleteDatabase(name);
    },
  };
});
