const ENTITIES = 1_000;

/** @type {readonly import('../harness/rounds.mjs').Contestant[]} */
const contestants = [
  { id: 'states', name: 'every state kept, by reference', role: 'limit', file: 'undo/list-of-states.mjs' },
  {
    id: 'collection',
    name: 'Refold: collection',
    role: 'refold',
    file: 'undo/refold.mjs',
    options: { into: 'collection' },
  },
  { id: 'view', name: 'Refold: view', role: 'refold', file: 'undo/refold.mjs', options: { into: 'view' } },
  { id: 'redux-undo', name: 'redux-undo', role: 'peer', file: 'undo/redux-undo.mjs' },
  { id: 'zundo', name: 'zundo', role: 'peer', file: 'undo/zundo.mjs' },
  { id: 'travels', name: 'travels', role: 'peer', file: 'undo/travels.mjs' },
];

/** @param {'time' | 'memory'} what @param {number} units */
const workloads = (what, units) => [
  workload('100k', 100_000, what, units),
  { ...workload('1m', 1_000_000, what, units), isLong: true },
];

/** @param {string} id @param {number} events @param {'time' | 'memory'} what @param {number} units */
function workload(id, events, what, units) {
  const title = `${events.toLocaleString('en-US')} events over 1,000 items`;
  return { id, title, options: { events, entities: ENTITIES, what }, units: () => units };
}

/** @type {import('../harness/suite.mjs').Suite} */
export const undo = {
  name: 'undo',
  title: 'Undo and redo, in Node',
  about: [
    'One to twenty of the last moves are undone in a row, and redone. The figure is the 95th percentile. Peers put a',
    'state back that was there before; Refold appends an event that is stored, and folds what came after the move without it,',
    'so that what others did meanwhile stays. The last 10,000 moves can be undone in each.',
  ].join('\n'),
  place: 'node',
  kind: 'time',
  pace: { rounds: 5 },
  unit: 'step',
  contestants,
  workloads: workloads('time', 1_000),
};

/** @type {import('../harness/suite.mjs').Suite} */
export const undoMemory = {
  name: 'undo-memory',
  title: 'Memory held to undo, in Node',
  about:
    'The heap with 10,000 of all moves to be undone; Refold holds its log in memory too, which the others have not.',
  place: 'node',
  kind: 'bytes',
  pace: { rounds: 3 },
  unit: 'byte',
  contestants,
  workloads: workloads('memory', 1),
};
