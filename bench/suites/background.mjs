/** @typedef {import('../harness/rounds.mjs').Contestant} Contestant */

/** @type {import('../harness/suite.mjs').Suite} */
export const background = {
  name: 'background',
  title: 'How long a page cannot answer while Refold works in the background, in Chromium',
  about: [
    'Saving a collection for the first time, all of its pages; folding it anew in its next revision, beside the one that is shown, and',
    'as the store opens. The longest task is how long the page could not answer; 0 is under 50 ms.',
  ].join('\n'),
  place: 'page',
  kind: 'time',
  unit: 'run',
  pace: { rounds: 3, warmUps: 0 },
  contestants: [
    contestant('save', 'Refold, saving', 'save', {}),
    contestant('beside', 'Refold, a new revision attached', 'rebuild', { isOpen: true }),
    contestant('opening', 'Refold, opening with a new revision', 'rebuild', { isOpen: false }),
  ],
  workloads: [workload('100k', 100_000, 10_000), { ...workload('1m', 1_000_000, 100_000), isLong: true }],
};

/**
 * @param {string} id
 * @param {string} name
 * @param {string} file
 * @param {Record<string, unknown>} options
 * @returns {Contestant}
 */
function contestant(id, name, file, options) {
  return {
    id,
    name,
    role: 'refold',
    file: `background/${file}.mjs`,
    options: { ...options, origin: 'background' },
    isFreshEachRound: true,
  };
}

/**
 * @param {string} id
 * @param {number} events
 * @param {number} entities
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, events, entities) {
  const title = `${events.toLocaleString('en-US')} events over ${entities.toLocaleString('en-US')} entities`;
  return { id, title, options: { entities, events }, units: () => 1 };
}
