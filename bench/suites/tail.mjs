/** @type {import('../harness/suite.mjs').Suite} */
export const tail = {
  name: 'tail',
  title: 'Events of others before 1,000 pending ones, in Node',
  about: [
    'A store of 10,000 recent events has 1,000 pending ones. One event of another device, or 10,000, come before these.',
    'One `createUndo` is subscribed. "First" is the first such batch after the pending events were made. "Next" is the',
    'median of the batches after it, when it is known which rows the pending events read and wrote. "In slices" is the',
    'sum of the tasks in which a page takes such batches, and "longest task" the longest of these, with the publication.',
    'The limit folds the same events on the state below them in one draft, without anything else.',
  ].join('\n'),
  place: 'node',
  kind: 'time',
  pace: { rounds: 2, warmUps: 0 },
  unit: 'batch',
  contestants: [
    contestant('collection', 'bare', 'limit'),
    contestant('collection', 'first', 'refold'),
    contestant('collection', 'next', 'refold'),
    contestant('collection', 'slices', 'refold'),
    contestant('collection', 'longest', 'refold'),
    contestant('view', 'bare', 'part'),
    contestant('view', 'first', 'refold'),
    contestant('view', 'next', 'refold'),
    contestant('view', 'slices', 'refold'),
    contestant('view', 'longest', 'refold'),
  ],
  workloads: [1_000, 10_000, 50_000].flatMap((entities) =>
    [1, 10_000].map((remote) => ({
      id: `${entities}-${remote}`,
      title: `${entities.toLocaleString('en-US')} rows, ${remote.toLocaleString('en-US')} of others`,
      options: { entities, remote },
      isLong: entities === 10_000,
      units: () => 1,
    })),
  ),
};

/**
 * @param {'collection' | 'view'} into
 * @param {'bare' | 'first' | 'next' | 'slices' | 'longest'} what
 * @param {import('../harness/rounds.mjs').Role} role
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function contestant(into, what, role) {
  const names = {
    ...{ bare: 'the fold alone', first: 'first batch', next: 'next batches' },
    ...{ slices: 'in slices', longest: 'in slices, longest task' },
  };
  const name = `Refold: ${into}, ${names[what]}`;
  return { id: `${into}-${what}`, name, role, file: 'tail/refold.mjs', options: { into, what } };
}
