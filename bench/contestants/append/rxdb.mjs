import { createRxDatabase } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { appendBatches } from './batches.mjs';

export const eventSchema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 60 },
    type: { type: 'string' },
    timestamp: { type: 'string' },
    version: { type: 'number' },
    data: { type: 'object' },
    metadata: { type: 'object' },
  },
  required: ['id', 'type', 'timestamp', 'version', 'data', 'metadata'],
};

/** @param {string} name */
export async function openCollection(name) {
  const database = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false });
  const { events } = await database.addCollections({ events: { schema: eventSchema } });
  if (events === undefined) throw new Error('RxDB gave no collection.');
  return { database, events };
}

export const measure = appendBatches(async (name) => {
  const { database, events } = await openCollection(name);
  return {
    async append(batch) {
      const { error } = await events.bulkInsert([...batch]);
      if (error.length > 0) throw new Error(`RxDB did not take ${error.length} documents.`);
    },
    count: async () => events.count().exec(),
    destroy: async () => database.remove(),
  };
});
