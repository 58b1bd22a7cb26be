import { createStore } from 'tinybase';
import { createIndexedDbPersister } from 'tinybase/persisters/persister-indexed-db';
import { deleteDatabase } from '../idb.mjs';
import { appendBatches } from './batches.mjs';

/** @typedef {import('../../workload/log.mjs').ItemEvent} ItemEvent */

/**
 * An event as a row: cells hold no objects, so payload and metadata are text.
 * @param {ItemEvent} event
 */
export const toCells = ({ type, timestamp, version, data, metadata }) => ({
  type,
  timestamp,
  version,
  data: JSON.stringify(data),
  metadata: JSON.stringify(metadata),
});

export const measure = appendBatches(async (name) => {
  const store = createStore();
  const persister = createIndexedDbPersister(store, name);
  return {
    async append(events) {
      store.transaction(() => {
        for (const event of events) store.setRow('events', event.id, toCells(event));
      });
      await persister.save();
    },
    async count() {
      const loaded = createStore();
      const loader = createIndexedDbPersister(loaded, name);
      await loader.load();
      await loader.destroy();
      return loaded.getRowCount('events');
    },
    async destroy() {
      await persister.destroy();
      await deleteDatabase(name);
    },
  };
});
