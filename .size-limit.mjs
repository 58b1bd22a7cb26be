// What a page pays for each entry, minified and gzipped, without the peer dependencies that it brings itself. Each
// ceiling stands a little above what was measured when it was set: crossing one is a decision, to be made here, with its
// reason.
import { existsSync } from 'node:fs';

const peers = ['dexie', 'immer', 'react', 'react-dom', 'rxjs', 'zod'];

const entries = [
  // Everything a store in memory needs, with sorted-btree (about 5 kB) and uuid inside.
  { name: '@refold/core', path: 'packages/core/dist/index.js', limit: '20 kB' },
  // The adapter alone; a page that stores elsewhere does not load it.
  { name: '@refold/core/dexie', path: 'packages/core/dist/dexie/index.js', limit: '8 kB' },
  // The binding is thin: what is not React's belongs in core.
  { name: '@refold/react', path: 'packages/react/dist/index.js', limit: '4 kB', ignore: ['@refold/core'] },
];

export default entries
  .filter(({ path }) => existsSync(path))
  .map(({ ignore = [], ...entry }) => ({ ...entry, gzip: true, ignore: [...peers, ...ignore] }));
