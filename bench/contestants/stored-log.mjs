// A log in IndexedDB through Refold's own adapter, written once for each origin and then only read.
import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { pagesOfLog } from '../workload/log.mjs';
import { events as definitions, items } from '../workload/shop.mjs';
import { ROW_EVENTS } from './rows.mjs';

/**
 * The same log for a store without snapshots, which reads and folds all of it each time.
 * @param {import('@refold/core').EventLog} log
 * @returns {import('@refold/core').EventLog}
 */
export const withoutSnapshots = (log) =>
  new Proxy(log, {
    get(target, name) {
      if (name === 'snapshots') return undefined;
      /** @type {unknown} */
      const member = Reflect.get(target, name, target);
      return typeof member === 'function' ? /** @type {() => unknown} */ (member).bind(target) : member;
    },
  });

/**
 * Writes the log unless it exists, sealed as it is after idle time. Returns its name.
 * @param {number} events
 * @param {number} entities
 */
export async function provideLog(events, entities) {
  const name = `stored-${events}-${entities}`;
  const log = dexieLog(name);
  const { position } = await log.open();
  if (position < events) {
    if (position > 0)
      throw new Error(`The log "${name}" holds ${position} events, the rest of a run that was cut off.`);
    let first = 1;
    for (const page of pagesOfLog(events, entities, ROW_EVENTS)) {
      const commits = page.map((event) => ({ events: [event] }));
      await log.append({ writer: 'writer_1', first, commits });
      first += commits.length;
      // Sealing reads all unsealed rows, so seal often.
      if (first % (ROW_EVENTS * 20) === 1) await log.seal();
    }
    await log.seal();
  }
  await log.close();
  return name;
}

/**
 * Lets a store save its snapshot of that log, as in idle time. It does not cover what undo can reach, so a log no
 * longer than that has none.
 * @param {string} name
 */
export async function provideSnapshot(name) {
  const log = dexieLog(name);
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  const env = {
    idle: (/** @type {() => void} */ task) => {
      const timer = setTimeout(task);
      return () => clearTimeout(timer);
    },
  };
  const store = createStore({ events: definitions, views: [items], log, env });
  await store.ready;
  const { position, undoHorizon } = await log.open();
  const isSaved = position >= undoHorizon + 1_000;
  while (isSaved && (await log.snapshots?.read(items.name)) === undefined) await pause();
  await store.close();
}
