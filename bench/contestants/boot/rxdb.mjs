import { pagesOfLog, reduce } from '../../workload/log.mjs';
import { openCollection } from '../append/rxdb.mjs';
import { inOrder, measureBoot } from './boot.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */
/** @typedef {import('../../workload/log.mjs').ItemEvent} ItemEvent */

/** @param {{ entities: number, events: number }} task */
export async function prepare({ entities, events }) {
  const name = `rxdb-${events}`;
  const made = await openCollection(name);
  if ((await made.events.count().exec()) === 0) {
    for (const page of pagesOfLog(events, entities, 1_000)) await made.events.bulkInsert(page);
  }
  await made.database.close();
}

/** @param {{ events: number }} task */
export async function measure({ events }) {
  const name = `rxdb-${events}`;
  return measureBoot(async () => {
    const { events: collection } = await openCollection(name);
    const documents = await collection.find({ sort: [{ id: 'asc' }] }).exec();
    /** @type {Record<string, Item>} */
    const items = {};
    for (const document of documents)
      reduce(items, /** @type {ItemEvent} */ (/** @type {unknown} */ (document.toJSON())));
    return inOrder(items);
  });
}
