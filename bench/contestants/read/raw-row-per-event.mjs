import { makeLog } from '../../workload/log.mjs';
import { addAll, answer, getAll, openDatabase } from '../idb.mjs';

const NAME = 'row-per-event';
const AT_ONCE = 5_000;

/** @param {{ entities: number, units: number }} task */
export async function measure({ entities, units }) {
  const database = await openDatabase(NAME, 'events');
  const stored = await answer(database.transaction('events').objectStore('events').count());
  if (stored === 0) {
    const events = makeLog(units, entities);
    for (let at = 0; at < units; at += AT_ONCE) await addAll(database, 'events', events.slice(at, at + AT_ONCE));
  }
  database.close();
  const startedAt = performance.now();
  const opened = await openDatabase(NAME, 'events');
  const events = await getAll(opened, 'events');
  const cost = performance.now() - startedAt;
  opened.close();
  return { cost, check: events.length };
}
