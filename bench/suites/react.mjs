/** @type {import('../harness/suite.mjs').Suite} */
export const react = {
  name: 'react',
  title: 'A list of 10,000 rows on the page, in Chromium',
  about: [
    'Until it is painted, which waits for the next frame of a sixtieth of a second; "rendered" is until the page has changed,',
    'without that wait. React alone keeps the state of a row in the row, which is what could be reached at best.',
  ].join('\n'),
  place: 'page',
  kind: 'time',
  unit: 'change',
  pace: { rounds: 5, warmUps: 1 },
  contestants: [
    { id: 'plain', name: 'React alone', role: 'limit', file: 'react/plain.mjs' },
    {
      id: 'refold',
      name: 'Refold, StoreProvider',
      role: 'refold',
      file: 'react/refold.mjs',
      options: { isConcurrent: false },
    },
    {
      id: 'concurrent',
      name: 'Refold, ConcurrentProvider',
      role: 'part',
      file: 'react/refold.mjs',
      options: { isConcurrent: true },
    },
    { id: 'redux-toolkit', name: 'Redux Toolkit, react-redux', role: 'peer', file: 'react/redux-toolkit.mjs' },
    { id: 'zustand', name: 'Zustand', role: 'peer', file: 'react/zustand.mjs' },
    { id: 'jotai', name: 'Jotai, an atom a row', role: 'peer', file: 'react/jotai.mjs' },
  ],
  workloads: [
    { id: 'change', title: 'one row changed, painted', options: { what: 'change', rows: 10_000 }, units: () => 30 },
    { id: 'mount', title: 'mounted, painted', options: { what: 'mount', rows: 10_000 }, units: () => 1 },
  ],
};
