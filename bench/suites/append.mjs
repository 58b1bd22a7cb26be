/** @typedef {import('../harness/rounds.mjs').Contestant} Contestant */

/** @type {import('../harness/suite.mjs').Suite} */
export const append = {
  name: 'append',
  title: 'Stored appends, in Chromium',
  about: [
    'Until the last event is stored (relaxed durability, as by default everywhere here). Awaited: each batch when the one',
    'before is stored; streamed: without waiting for that, but with a breath for the page every 500 events. "Row per event"',
    'stores plain events; "our rows" are those that Refold writes (one per batch, or per 500 events when streamed). Refold',
    'checks, stamps and folds each event as well. A batch of 1,000 is two commits to Refold, whose largest is 500.',
  ].join('\n'),
  place: 'page',
  kind: 'rate',
  unit: 'event',
  contestants: [
    { id: 'raw-our-rows', name: 'raw IndexedDB, our rows', role: 'limit', file: 'append/raw-our-rows.mjs' },
    {
      id: 'raw-made',
      name: 'raw IndexedDB, our rows made before',
      role: 'part',
      file: 'append/raw-rows-made-before.mjs',
    },
    { id: 'refold', name: 'Refold', role: 'refold', file: 'append/refold.mjs' },
    { id: 'raw-per-event', name: 'raw IndexedDB, row per event', role: 'peer', file: 'append/raw-row-per-event.mjs' },
    { id: 'dexie', name: 'Dexie bulkAdd', role: 'peer', file: 'append/dexie-bulk-add.mjs' },
    { id: 'rxdb', name: 'RxDB on Dexie, bulkInsert', role: 'peer', file: 'append/rxdb.mjs' },
    { id: 'tinybase', name: 'TinyBase, save to IndexedDB', role: 'peer', file: 'append/tinybase.mjs' },
  ],
  workloads: [
    workload(1, true, { quick: 200, perEvent: 200, slow: 100 }),
    { ...workload(100, true, { quick: 20_000, perEvent: 3_000, slow: 1_500 }), isLong: true },
    { ...workload(1_000, true, { quick: 40_000, perEvent: 6_000, slow: 3_000 }), isLong: true },
    { ...workload(1, false, { quick: 5_000, perEvent: 800, slow: 200 }), isLong: true },
    workload(100, false, { quick: 40_000, perEvent: 4_000, slow: 1_500 }),
  ],
};

/**
 * @param {number} batch
 * @param {boolean} isAwaited
 * @param {{ quick: number, perEvent: number, slow: number }} units for rows of many events, rows per event, and who is
 *   slower still
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(batch, isAwaited, { quick, perEvent, slow }) {
  const how = isAwaited ? 'awaited' : 'streamed';
  return {
    id: `${batch}-${how}`,
    title: `batches of ${batch.toLocaleString('en-US')}, ${how}`,
    options: { batch, isAwaited },
    units: ({ id }) =>
      id === 'rxdb' || id === 'tinybase' ? slow : id === 'raw-per-event' || id === 'dexie' ? perEvent : quick,
  };
}
