// Writes the rows of a log to a file as text, without parsing or checks.
import { answer } from '../idb.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { provideLog } from '../stored-log.mjs';
import { writeToDisk } from './disk.mjs';

/** @param {{ units: number, entities: number }} task */
export async function prepare({ units, entities }) {
  await provideLog(units, entities);
}

/** @param {{ units: number, entities: number }} task */
export async function measure({ units, entities }) {
  const database = await answer(indexedDB.open(await provideLog(units, entities)));
  const { cost, longest } = await watchTasks(() => writeToDisk(textsOf(database), 'raw'));
  database.close();
  return { cost, extra: { 'longest task': longest } };
}

/** @param {IDBDatabase} database */
function textsOf(database) {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        const segments = database.transaction('segments').objectStore('segments');
        const [segment] = await answer(segments.getAll(IDBKeyRange.lowerBound(next), 1));
        if (segment === undefined) return controller.close();
        next = segment.first + segment.events;
        controller.enqueue(encoder.encode(`${segment.text}\n`));
      },
    },
    { highWaterMark: 0 },
  );
}
