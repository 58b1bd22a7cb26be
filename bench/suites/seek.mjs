/** @type {import('../harness/suite.mjs').Suite['contestants']} */
const contestants = [
  { id: 'every-state', name: 'a list of every state', role: 'limit', file: 'seek/every-state.mjs' },
  refold('collection'),
  refold('view'),
  { id: 'devtools', name: '@redux-devtools/instrument, jump', role: 'peer', file: 'seek/redux-devtools.mjs' },
  { id: 'redux-undo', name: 'redux-undo, jump', role: 'peer', file: 'seek/redux-undo.mjs' },
  { id: 'zundo', name: 'zundo, undo and redo by steps', role: 'peer', file: 'seek/zundo.mjs' },
  { id: 'travels', name: 'travels, go', role: 'peer', file: 'seek/travels.mjs' },
];

const isRefold = (/** @type {string} */ id) => id === 'collection' || id === 'view';

/** @type {import('../harness/suite.mjs').Suite} */
export const seek = {
  name: 'seek',
  title: 'Showing a state of the past, in Node',
  about: [
    'The 95th percentile of seeks, and their median, once the log has been read: to places at random, and to places within 20',
    'events of the last, as one drags. Refold folds from the nearest of at most 512 states, and reads the events from the',
    'log (in memory, as text) each time. All others hold every state, or every patch, since the beginning, so that they',
    'get a short log; what that weighs is in the suite seek-heap.',
  ].join('\n'),
  place: 'node',
  kind: 'time',
  unit: 'seek',
  pace: { rounds: 3 },
  contestants,
  workloads: [
    workload('2k-random', '2,000 events over 1,000 entities, at random', 2_000, 2_000, 200),
    workload('100k-random', '100,000 events over 1,000 entities, at random', 100_000, 100_000, 200),
    workload('100k-near', '100,000 events over 1,000 entities, within 20 events', 100_000, 20, 200),
    {
      ...workload('1m-random', '1,000,000 events over 1,000 entities, at random', 1_000_000, 1_000_000, 200),
      isLong: true,
    },
  ],
};

/** @type {import('../harness/suite.mjs').Suite} */
export const seekHeap = {
  name: 'seek-heap',
  title: 'Heap held to seek through the past, in Node',
  about: 'What there is after 100 seeks, above the store or the list of events without any history.',
  place: 'node',
  kind: 'bytes',
  unit: 'log',
  pace: { rounds: 1, warmUps: 0 },
  contestants,
  workloads: [
    held('2k-1k', '2,000 events over 1,000 entities', 2_000, 1_000),
    held('100k-1k', '100,000 events over 1,000 entities', 100_000, 1_000),
    { ...held('100k-50k', '100,000 events over 50,000 entities', 100_000, 50_000), isLong: true },
    { ...held('1m-1k', '1,000,000 events over 1,000 entities', 1_000_000, 1_000), isLong: true },
  ],
};

/**
 * @param {'collection' | 'view'} kind
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function refold(kind) {
  return { id: kind, name: `Refold: a ${kind}`, role: 'refold', file: 'seek/refold.mjs', options: { kind } };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {number} events
 * @param {number} spread
 * @param {number} seeks
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, title, events, spread, seeks) {
  const options = { events, entities: 1_000, spread };
  return { id, title, options, units: (contestant) => (events <= 2_000 || isRefold(contestant.id) ? seeks : 0) };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {number} events
 * @param {number} entities
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function held(id, title, events, entities) {
  const options = { events, entities, spread: events, isHeld: true };
  return { id, title, options, units: (contestant) => (events <= 2_000 || isRefold(contestant.id) ? 1 : 0) };
}
