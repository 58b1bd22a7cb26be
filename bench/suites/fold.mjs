const EVENTS = 100_000;
/** For Redux Toolkit the cost of an event grows with the entities, so it gets as many as take a moment. */
const REDUX_EVENTS = { 1000: 2_000, 10_000: 200, 50_000: 30 };

/** @type {import('../harness/suite.mjs').Suite} */
export const fold = {
  name: 'fold',
  title: 'Folding a log from scratch, in Node',
  about: [
    '100,000 events: each item is listed once, the others move one item each. The rows named "the fold alone" go through',
    'the engine\'s own `read-models.js` on events in memory; "open a store" is `createStore` on a memory log, with parsing,',
    'schema checks and pauses. Redux Toolkit gets moves only, and fewer of them.',
  ].join('\n'),
  place: 'node',
  kind: 'rate',
  pace: { rounds: 5 },
  unit: 'event',
  contestants: [
    { id: 'loop', name: 'plain loop, written in place', role: 'limit', file: 'fold/plain-loop.mjs' },
    { id: 'produce', name: 'one Immer produce by hand', role: 'peer', file: 'fold/immer-produce.mjs' },
    refold('collection', EVENTS, 'refold', 'collection, one batch'),
    refold('collection', 512, 'refold', 'collection, batches of 512'),
    refold('view', EVENTS, 'refold', 'view, one batch'),
    refold('view', 512, 'refold', 'view, batches of 512'),
    { id: 'open', name: 'Refold: open a store, collection', role: 'refold', file: 'fold/refold-open.mjs' },
    { id: 'redux', name: 'Redux Toolkit, a dispatch each', role: 'peer', file: 'fold/redux-toolkit.mjs' },
  ],
  workloads: /** @type {const} */ ([1_000, 10_000, 50_000]).map((entities) => ({
    id: String(entities),
    title: `${entities.toLocaleString('en-US')} entities`,
    options: { entities },
    isLong: entities !== 1_000,
    units: ({ id }) => (id === 'redux' ? REDUX_EVENTS[entities] : EVENTS),
  })),
};

/**
 * @param {'view' | 'collection'} kind
 * @param {number} batch
 * @param {'refold'} role
 * @param {string} what
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function refold(kind, batch, role, what) {
  const id = batch === EVENTS ? kind : `${kind}-${batch}`;
  return { id, name: `Refold: ${what}, the fold alone`, role, file: 'fold/refold-fold.mjs', options: { kind, batch } };
}
