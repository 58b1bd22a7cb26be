const ENTITIES = /** @type {const} */ ([100, 1_000, 10_000, 50_000]);
/** As many as take a moment: for these two, the cost of one grows with the entities. */
const SLOW = { 100: 4_000, 1_000: 1_000, 10_000: 80, 50_000: 12 };
const QUICK = 5_000;

/** @type {import('../harness/suite.mjs').Suite} */
export const dispatch = {
  name: 'dispatch',
  title: 'Live dispatch, in Node',
  about: [
    'One item moves per dispatch, and calls a listener. "Views up to date" ends when the last dispatch has returned;',
    '"stored" ends when the last event is stored in a memory log as well. Production mode unless it says development.',
  ].join('\n'),
  place: 'node',
  kind: 'rate',
  pace: { rounds: 5 },
  unit: 'dispatch',
  contestants: [
    { id: 'map', name: 'plain Map, written in place', role: 'limit', file: 'dispatch/plain-map.mjs' },
    refold('run', 'run', 'views', 'run, views up to date'),
    refold('append', 'append', 'views', 'append, views up to date'),
    refold('run-stored', 'run', 'stored', 'run, all stored in memory'),
    { ...refold('run-development', 'run', 'views', 'run, development'), env: { NODE_ENV: 'development' } },
    { id: 'redux', name: 'Redux Toolkit, entity adapter', role: 'peer', file: 'dispatch/redux-toolkit.mjs' },
    { id: 'zustand', name: 'Zustand with Immer', role: 'peer', file: 'dispatch/zustand-immer.mjs' },
  ],
  workloads: ENTITIES.map((entities) => ({
    id: String(entities),
    title: `${entities.toLocaleString('en-US')} entities`,
    options: { entities },
    isLong: entities === 1_000 || entities === 10_000,
    units: ({ role }) => (role === 'peer' ? SLOW[entities] : QUICK),
  })),
};

/**
 * @param {string} id
 * @param {'run' | 'append'} through
 * @param {'views' | 'stored'} until
 * @param {string} what
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function refold(id, through, until, what) {
  return { id, name: `Refold: ${what}`, role: 'refold', file: 'dispatch/refold.mjs', options: { through, until } };
}
