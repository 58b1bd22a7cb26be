// What a page pays for each entry, minified and gzipped, without the peer dependencies that it brings itself. Each
// ceiling stands a tenth above what was measured when it was set: crossing one is a decision, to be made here, with its
// reason.
const peers = ['dexie', 'immer', 'react', 'react-dom', 'rxjs', 'zod'];

export default [
  // Measured 20.2 kB: all of the model, the fold and the store in memory, with sorted-btree inside.
  { name: '@refold/core', path: 'packages/core/dist/index.js', limit: '22 kB' },
  // Measured 5.4 kB: the adapter and the errors it shares with core; a page that stores elsewhere does not load it.
  { name: '@refold/core/dexie', path: 'packages/core/dist/dexie/index.js', limit: '6 kB' },
  // Measured 0.9 kB: the binding is thin, and what is not React's belongs in core.
  { name: '@refold/react', path: 'packages/react/dist/index.js', limit: '1.2 kB', ignore: ['@refold/core'] },
].map(({ ignore = [], ...entry }) => ({ ...entry, gzip: true, ignore: [...peers, ...ignore] }));
