/** @typedef {import('../harness/rounds.mjs').Contestant} Contestant */

/** @type {import('../harness/suite.mjs').Suite} */
export const read = {
  name: 'read',
  title: 'Reading a whole log, in Chromium',
  about: [
    '100,000 events over 1,000 entities, in a page that has just been loaded. "Our rows" are the sealed segments that',
    'Refold reads; opening a store is all of it: reading, parsing, checking each payload and folding a collection, with',
    'pauses for the page to paint, until the collection has been read. From a snapshot, next to nothing of the log is read.',
  ].join('\n'),
  place: 'page',
  kind: 'rate',
  unit: 'event',
  pace: { rounds: 5, warmUps: 1 },
  contestants: [
    ofLog('raw-parsed', 'raw getAll of our rows, parsed', 'limit', 'raw-segments', { isParsed: true }),
    ofLog('raw-text', 'raw getAll of our rows, as text', 'part', 'raw-segments', { isParsed: false }),
    ofLog('log', 'Refold: the log, page by page', 'part', 'refold-log', {}),
    ofLog('refold', 'Refold: open a store', 'refold', 'refold-open', { isFromSnapshot: false }),
    ofLog('snapshot', 'Refold: open a store from a snapshot', 'refold', 'refold-open', { isFromSnapshot: true }),
    {
      id: 'raw-per-event',
      name: 'raw getAll, row per event',
      role: 'peer',
      file: 'read/raw-row-per-event.mjs',
      isFreshEachRound: true,
    },
  ],
  workloads: [
    workload('100k', 100_000, () => true),
    workload('10k-snapshot', 10_000, (id) => id === 'snapshot'),
    { ...workload('1m-snapshot', 1_000_000, (id) => id === 'snapshot'), isLong: true },
  ],
};

/**
 * A contestant that reads what Refold wrote, and so shares an origin with the others that do.
 * @param {string} id
 * @param {string} name
 * @param {Contestant['role']} role
 * @param {string} file
 * @param {Record<string, unknown>} options
 * @returns {Contestant}
 */
function ofLog(id, name, role, file, options) {
  return {
    id,
    name,
    role,
    file: `read/${file}.mjs`,
    options: { ...options, origin: 'stored-log' },
    isFreshEachRound: true,
  };
}

/**
 * @param {string} id
 * @param {number} events
 * @param {(contestant: string) => boolean} takesPart
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, events, takesPart) {
  const title = `${events.toLocaleString('en-US')} events`;
  return { id, title, options: { entities: 1_000 }, units: (contestant) => (takesPart(contestant.id) ? events : 0) };
}
