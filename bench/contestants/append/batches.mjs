import { makeLog } from '../../workload/log.mjs';

const ENTITIES = 1_000;

/**
 * @typedef {import('../../workload/log.mjs').ItemEvent} ItemEvent
 * @typedef {{ batch: number, isAwaited: boolean, units: number, round: number }} AppendTask
 *
 * A store of events: how to append a batch, which resolves when it is stored; how many are stored; and how to be rid of it.
 * @typedef {object} Log
 * @property {(events: readonly ItemEvent[]) => Promise<unknown>} append
 * @property {() => Promise<number>} count
 * @property {() => Promise<unknown>} destroy
 */

/**
 * A `measure` that appends a log in batches to a new database: each batch when the one before is stored, or all at once.
 * @param {(name: string, task: AppendTask) => Promise<Log>} open
 */
export function appendBatches(open) {
  return async (/** @type {AppendTask} */ task) => {
    const { batch, isAwaited, units, round } = task;
    const events = makeLog(units, ENTITIES);
    const batches = Array.from({ length: Math.ceil(units / batch) }, (_, i) =>
      events.slice(i * batch, (i + 1) * batch),
    );
    const log = await open(`append-${batch}-${String(isAwaited)}-${round}`, task);
    const startedAt = performance.now();
    /** @type {Promise<unknown>[]} */
    const appending = [];
    for (const some of batches) {
      const appended = log.append(some);
      if (isAwaited) await appended;
      else appending.push(appended);
    }
    await Promise.all(appending);
    const cost = performance.now() - startedAt;
    const check = await log.count();
    await log.destroy();
    return { cost, check };
  };
}
