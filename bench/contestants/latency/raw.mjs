import { addAll, deleteDatabase, openDatabase } from '../idb.mjs';
import { toRow } from '../rows.mjs';
import { oneByOne } from './one-by-one.mjs';

/** @param {import('./one-by-one.mjs').LatencyTask & { durability: IDBTransactionDurability }} task */
export const measure = (task) =>
  oneByOne(async (name) => {
    const database = await openDatabase(name, 'out');
    let first = 0;
    return {
      store: (event) => addAll(database, 'out', [toRow([event], (first += 1), 1)], task.durability),
      async destroy() {
        database.close();
        await deleteDatabase(name);
      },
    };
  })(task);
