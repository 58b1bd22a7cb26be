/** @type {import('../harness/suite.mjs').Suite} */
export const query = {
  name: 'query',
  title: 'A query after one of 50,000 rows changed, in Node',
  about:
    'A sum over the 50 rows of one category, asked for after each change; the asking alone is timed, not the change.',
  place: 'node',
  kind: 'time',
  unit: 'query',
  contestants: [
    { id: 'index', name: 'sum over a hand-kept index', role: 'limit', file: 'query/hand-kept-index.mjs' },
    { id: 'refold', name: 'Refold: defineQuery over an index', role: 'refold', file: 'query/refold.mjs' },
    { id: 'reselect', name: 'reselect over Redux Toolkit entities', role: 'peer', file: 'query/reselect.mjs' },
  ],
  workloads: [
    workload('touched', 'the changed row is in the category', true),
    workload('untouched', 'it is not', false),
  ],
};

/**
 * @param {string} id
 * @param {string} title
 * @param {boolean} isTouched
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, title, isTouched) {
  return {
    id,
    title,
    options: { entities: 50_000, isTouched },
    units: (contestant) => (contestant.id === 'reselect' ? 10 : 2_000),
  };
}
