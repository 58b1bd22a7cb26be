/** @type {import('../harness/suite.mjs').Suite} */
export const latency = {
  name: 'latency',
  title: 'One event until it is safe, in Chromium',
  about: [
    'One event after the other, each when the one before is safe: the median, and the 95th percentile, over the rounds.',
    'Stored is a complete transaction of relaxed durability, flushed one that was forced to disk. TinyBase writes all',
    'that it has each time, here up to 110 rows.',
  ].join('\n'),
  place: 'page',
  kind: 'time',
  unit: 'event',
  contestants: [
    raw('raw-relaxed', 'relaxed'),
    refold('stored'),
    { id: 'dexie', name: 'Dexie add', role: 'peer', file: 'latency/dexie.mjs' },
    { id: 'rxdb', name: 'RxDB on Dexie, insert', role: 'peer', file: 'latency/rxdb.mjs' },
    { id: 'tinybase', name: 'TinyBase, save to IndexedDB', role: 'peer', file: 'latency/tinybase.mjs' },
    raw('raw-strict', 'strict'),
    refold('flushed'),
  ],
  workloads: [
    workload('stored', (id) => id !== 'raw-strict' && id !== 'flushed'),
    workload('flushed', (id) => id === 'raw-strict' || id === 'flushed'),
  ],
};

/**
 * @param {string} id
 * @param {IDBTransactionDurability} durability
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function raw(id, durability) {
  const name = `raw IndexedDB, one row, ${durability}`;
  return { id, name, role: 'limit', file: 'latency/raw.mjs', options: { durability } };
}

/**
 * @param {'stored' | 'flushed'} stage
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function refold(stage) {
  return { id: stage, name: `Refold, until ${stage}`, role: 'refold', file: 'latency/refold.mjs', options: { stage } };
}

/**
 * @param {string} id
 * @param {(contestant: string) => boolean} takesPart
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, takesPart) {
  return { id, title: `until ${id}`, options: {}, units: (contestant) => (takesPart(contestant.id) ? 100 : 0) };
}
