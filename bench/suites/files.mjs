/** @typedef {import('../harness/rounds.mjs').Contestant} Contestant */

/** @type {import('../harness/suite.mjs').Suite} */
export const files = {
  name: 'files',
  title: 'A log to a file on disk, and from one, in Chromium',
  about: [
    'Lines of JSON, some 340 bytes an event, streamed to and from the part of the file system that is the site’s own. The raw rows',
    'move only text: out of the rows that Refold stores, and into rows of 500 lines, seen as they are written. Refold parses and checks',
    'each line, looks its id up, stages it, puts all of it into the log at once, and folds a collection of 1,000 items.',
    'The longest task is how long the page could not answer; 0 is under 50 ms. The peak of the heap is above what it was before,',
    'looked at every 50 ms, with the garbage that was in it.',
  ].join('\n'),
  place: 'page',
  kind: 'rate',
  unit: 'event',
  pace: { rounds: 3, warmUps: 0 },
  contestants: [
    contestant('raw-export', 'raw rows as text, out', 'limit', 'stored-log'),
    contestant('refold-export', 'Refold, exportLog', 'refold', 'stored-log'),
    contestant('raw-import', 'raw lines, in', 'limit', 'files'),
    contestant('refold-import', 'Refold, importLog', 'refold', 'files'),
  ],
  workloads: [100_000, 1_000_000].flatMap((events) =>
    ['export', 'import'].map((way) => ({
      id: `${events === 100_000 ? '100k' : '1m'}-${way}`,
      title: `${events.toLocaleString('en-US')} events, ${way}ed`,
      options: { entities: 1_000 },
      units: (/** @type {Contestant} */ { id }) => (id.endsWith(way) ? events : 0),
      isLong: events > 100_000,
    })),
  ),
};

/**
 * @param {string} id
 * @param {string} name
 * @param {Contestant['role']} role
 * @param {string} origin
 * @returns {Contestant}
 */
function contestant(id, name, role, origin) {
  return { id, name, role, file: `files/${id}.mjs`, options: { origin }, isFreshEachRound: true, isHeapWatched: true };
}
