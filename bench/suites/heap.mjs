const MILLION = 1_000_000;

/** @type {import('../harness/suite.mjs').Suite} */
export const heap = {
  name: 'heap',
  title: 'Heap held by an open log, in Chromium',
  about: [
    'The JavaScript heap after collecting garbage, above that of the same page before. What Refold holds is rows, not',
    'events; "an object of the items" is what they come to, held without anything around it.',
  ].join('\n'),
  place: 'heap',
  kind: 'bytes',
  unit: 'log',
  pace: { rounds: 3, warmUps: 0 },
  contestants: [
    { id: 'items', name: 'an object of the items', role: 'limit', file: 'heap/object-of-items.mjs' },
    { id: 'array', name: 'an array of the events', role: 'peer', file: 'heap/array-of-events.mjs' },
    {
      id: 'refold',
      name: 'Refold, opened on the log',
      role: 'refold',
      file: 'heap/refold-open.mjs',
      options: { origin: 'stored-log' },
    },
    { id: 'appended', name: 'Refold, after appending it', role: 'refold', file: 'heap/refold-append.mjs' },
  ],
  workloads: [
    workload('100k-1k', 100_000, 1_000),
    { ...workload('100k-50k', 100_000, 50_000), isLong: true },
    {
      ...workload('1m-1k', MILLION, 1_000),
      isLong: true,
      units: ({ id }) => (id === 'refold' || id === 'items' ? MILLION : 0),
    },
  ],
};

/**
 * @param {string} id
 * @param {number} events
 * @param {number} entities
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, events, entities) {
  const title = `${events.toLocaleString('en-US')} events over ${entities.toLocaleString('en-US')} entities`;
  return { id, title, options: { entities }, units: () => events };
}
