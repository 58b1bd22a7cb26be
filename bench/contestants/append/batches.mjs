import { makeLog } from '../../workload/log.mjs';

const ENTITIES = 1_000;
/** After this many events the page gets a turn, as it must to stay responsive during long appends. */
const BREATH_EVENTS = 500;

/**
 * @typedef {import('../../workload/log.mjs').ItemEvent} ItemEvent
 * @typedef {{ batch: number, isAwaited: boolean, units: number, round: number }} AppendTask
 *
 * A store of events. `append` resolves when the batch is stored, `count` returns how many are, `destroy` deletes all.
 * @typedef {object} Log
 * @property {(events: readonly ItemEvent[]) => Promise<unknown>} append
 * @property {() => Promise<number>} count
 * @property {() => Promise<unknown>} destroy
 */

/**
 * A `measure` that appends a log in batches to a new database, either each batch when the one before is stored, or
 * without waiting.
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
    for (const [index, some] of batches.entries()) {
      const appended = log.append(some);
      if (isAwaited) await appended;
      else appending.push(appended);
      if (!isAwaited && ((index + 1) * batch) % BREATH_EVENTS === 0) await nextTask();
    }
    await Promise.all(appending);
    const cost = performance.now() - startedAt;
    const check = await log.count();
    await log.destroy();
    return { cost, check };
  };
}

const { port1, port2 } = new MessageChannel();

/** Resolves in a later task, sooner than a timer would. */
function nextTask() {
  return new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
}
