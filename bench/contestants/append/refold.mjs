import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { events as definitions, items, toDraft } from '../../workload/shop.mjs';
import { deleteDatabase } from '../idb.mjs';
import { ROW_EVENTS } from '../rows.mjs';
import { appendBatches } from './batches.mjs';

// A complete append: each payload is checked with its schema, stamped, folded into a collection, and stored.
export const measure = appendBatches(async (name) => {
  const store = createStore({ events: definitions, views: [items], log: dexieLog(name) });
  await store.ready;
  return {
    async append(batch) {
      const receipts = [];
      for (let at = 0; at < batch.length; at += ROW_EVENTS)
        receipts.push(store.append(...batch.slice(at, at + ROW_EVENTS).map(toDraft)));
      await Promise.all(receipts.map((receipt) => receipt.until('stored')));
    },
    async count() {
      await store.close();
      const log = dexieLog(name);
      const { position } = await log.open();
      await log.close();
      return position;
    },
    destroy: () => deleteDatabase(name),
  };
});
