/** @type {import('../harness/suite.mjs').Suite} */
export const boot = {
  name: 'boot',
  title: 'From a page that has just been loaded to its first view, in Chromium',
  about: [
    'A log of 1,000 items of a shop and what moved them. Refold opens from its snapshot; the same without one reads and folds',
    'all of the log, which a new revision of a read model costs too. RxDB keeps the events and folds them as well. redux-persist',
    'and TinyBase keep the items alone, whatever their history, which they do not have.',
    'The longest task is how long the page could not answer; 0 is under 50 ms. A contestant that has not written or read its data',
    'within five minutes is stopped.',
  ].join('\n'),
  place: 'page',
  kind: 'time',
  unit: 'boot',
  pace: { rounds: 5, warmUps: 1 },
  contestants: [
    refold('snapshot', 'Refold, from a snapshot', true),
    refold('replay', 'Refold, from the log', false),
    { id: 'redux', name: 'redux-persist, its own format in IndexedDB', ...fresh('redux-persist') },
    { id: 'tinybase', name: 'TinyBase, load from IndexedDB', ...fresh('tinybase') },
    { id: 'rxdb', name: 'RxDB on Dexie, find all and fold', ...fresh('rxdb') },
  ],
  workloads: [
    workload('10k', 10_000),
    { ...workload('100k', 100_000), isLong: true },
    { ...workload('1m', 1_000_000), isLong: true },
  ],
};

/**
 * @param {string} id
 * @param {string} name
 * @param {boolean} isFromSnapshot
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function refold(id, name, isFromSnapshot) {
  const options = { isFromSnapshot, origin: 'stored-log' };
  return { id, name, role: 'refold', file: 'boot/refold.mjs', options, isFreshEachRound: true };
}

/**
 * @param {string} file
 * @returns {Pick<import('../harness/rounds.mjs').Contestant, 'role' | 'file' | 'isFreshEachRound'>}
 */
function fresh(file) {
  return { role: 'peer', file: `boot/${file}.mjs`, isFreshEachRound: true };
}

/**
 * @param {string} id
 * @param {number} events
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, events) {
  const title = `${events.toLocaleString('en-US')} events`;
  const options = { entities: 1_000, events };
  return { id, title, options, units: () => 1 };
}
