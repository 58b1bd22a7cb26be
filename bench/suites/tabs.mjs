/** @type {import('../harness/suite.mjs').Suite} */
export const tabs = {
  name: 'tabs',
  title: 'Several windows over one log, in Chromium',
  about: [
    'Every window has a store over the Dexie log, and follows the others. "Seen" is half of the way of an append to',
    'another window, whose subscriber appends an answer, and back: the median. "Stored" is one event after the other',
    'until each is stored, alone or while four other windows do the same: the 95th percentile. In the list, another',
    'window changes a row 20 times a second for 10 seconds. Half of these are among the 50 rows on the page, which must',
    'render once for each change of theirs. The longest task is 0 if it is under 50 ms; "longest wait" is for how long a',
    'timer was late, which on a busy machine other programs cause as well.',
  ].join('\n'),
  place: 'page',
  kind: 'time',
  unit: 'event',
  pace: { rounds: 3, warmUps: 0 },
  contestants: [
    contestant('seen', 'another window sees it', 'refold'),
    contestant('stored-1', 'one window writes', 'part', { others: 0 }),
    contestant('stored-5', 'five windows write', 'refold', { others: 4 }),
    contestant('list', '50 of 50,000 rows on the page', 'refold'),
  ],
  workloads: [
    workload('seen', 'until another window sees it, median', 100),
    workload('stored', 'until stored, 95th percentile', 100),
    workload('list', 'the longest task, while another window changes rows', 1),
  ],
};

/**
 * @param {string} id
 * @param {string} name
 * @param {import('../harness/rounds.mjs').Role} role
 * @param {Record<string, unknown>} [options]
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function contestant(id, name, role, options = {}) {
  const [file] = id.split('-');
  return { id, name: `Refold: ${name}`, role, file: `tabs/${file}.mjs`, options, isFreshEachRound: true };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {number} units
 * @returns {import('../harness/rounds.mjs').Workload}
 */
function workload(id, title, units) {
  return { id, title, options: {}, units: (one) => (one.id.split('-')[0] === id ? units : 0) };
}
