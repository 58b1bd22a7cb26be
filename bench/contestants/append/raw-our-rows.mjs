// The rows that Refold would write, one transaction each. Waiting batches are merged up to the same size. The rows are
// made on the way, or all of them before the clock starts.
import { addAll, deleteDatabase, getAll, openDatabase } from '../idb.mjs';
import { ROW_EVENTS, toRow } from '../rows.mjs';
import { appendBatches } from './batches.mjs';

/** @typedef {import('../../workload/log.mjs').ItemEvent} ItemEvent */
/** @typedef {import('../rows.mjs').OutRow} OutRow */

export const measure = (/** @type {import('./batches.mjs').AppendTask & { isPrepared: boolean }} */ task) =>
  appendBatches(async (name, { batch, isAwaited }) => {
    const database = await openDatabase(name, 'out');
    const size = isAwaited ? Math.min(batch, ROW_EVENTS) : ROW_EVENTS;
    let first = 1;
    /** @type {ItemEvent[]} */
    let waiting = [];
    let left = task.units;
    /** @param {readonly ItemEvent[]} events */
    const write = (events) => {
      const row = toRow(events, first, Math.min(batch, ROW_EVENTS));
      first += row.commits;
      return addAll(database, 'out', [row]);
    };
    return {
      async append(events) {
        waiting.push(...events);
        left -= events.length;
        const writing = [];
        while (waiting.length >= size || (left === 0 && waiting.length > 0)) {
          writing.push(write(waiting.slice(0, size)));
          waiting = waiting.slice(size);
        }
        await Promise.all(writing);
      },
      async count() {
        const rows = /** @type {OutRow[]} */ (await getAll(database, 'out'));
        return rows.reduce((sum, row) => sum + row.events, 0);
      },
      async destroy() {
        database.close();
        await deleteDatabase(name);
      },
    };
  })(task);
