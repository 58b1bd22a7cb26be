// What a page pays for each entry, minified and gzipped, without the peer dependencies that it brings itself. Raising a
// ceiling is a decision: make it here, with its reason.
const react = ['react', 'react-dom', 'react-dom/client', 'react/jsx-runtime'];
const peers = [...react, 'dexie', 'immer', 'rxjs', 'zod'];

/** A part that is loaded when it is needed is not paid for by the page: what a dynamic `import()` names is left out. */
const withoutLoadedLater = (config) => ({
  ...config,
  plugins: [
    ...(config.plugins ?? []),
    {
      name: 'loaded-later',
      setup: ({ onResolve }) => {
        onResolve({ filter: /^\./ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : undefined));
      },
    },
  ],
});

export default [
  // All of the model, the fold and the store in memory, with sorted-btree and uuid inside. Corrected faults are part of
  // it: 0.9 kB keeps states plain and frozen and moves parts of drafts between rows, 0.5 kB checks keys and ranges, 0.4
  // kB keeps what a state was folded with, 0.3 kB is for servers, 0.3 kB tells definitions apart that share a name, and
  // 0.4 kB moves nothing before folding has succeeded. Putting another tail of the log in place is 0.1 kB.
  // Loading what bounds the memory of undo is 0.2 kB, and gathering a transaction to be one commit is 0.4 kB.
  // A log in memory that is plain data, so that what is confirmed and what is pending can be simulated, is 0.7 kB.
  { name: '`@refold/core`', path: 'packages/core/dist/index.js', limit: '31.1 kB', ignore: peers },
  // The adapter and the errors it shares with core; a page that stores elsewhere does not load it. Leaving a newer
  // format alone, which Dexie would add to, is 0.1 kB, and so is deleting no other log than one's own. Imports,
  // sealing, compaction and saved states load when they are needed.
  { name: '`@refold/core/dexie`', path: 'packages/core/dist/dexie/index.js', limit: '5.3 kB', ignore: peers },
  // For pages that export or import a log. What it shares with core counts again.
  { name: '`@refold/core/files`', path: 'packages/core/dist/files/index.js', limit: '1.9 kB', ignore: peers },
  // For pages that travel in time. Folding and reading, half of it, are shared with core. The undo window, 1.7 kB, is
  // here and in the next entry since core loads it later. A branch brings the log in memory along. To fold another tail
  // in slices is 0.2 kB, in both.
  { name: '`@refold/core/history`', path: 'packages/core/dist/history.js', limit: '27.3 kB', ignore: peers },
  // For pages that undo, or take back what a server refuses. Three quarters of it, the fold, are shared with core. To
  // follow events of others before own ones is 0.4 kB.
  { name: '`@refold/core/undo`', path: 'packages/core/dist/undo-and-rejections.js', limit: '18.6 kB', ignore: peers },
  // For logs of one's own: finding what of an import is new, and which of two saved states is of the newer release.
  { name: '`@refold/core/log`', path: 'packages/core/dist/log/index.js', limit: '500 B', ignore: peers },
  // For pages that several tabs show at once. What folds the news of other tabs loads when the store is ready.
  { name: '`@refold/core/tabs`', path: 'packages/core/dist/tabs/index.js', limit: '6.4 kB', ignore: peers },
  // For bindings that show several states of a store at once. Most of it, reading and the fold, is shared with core.
  // Knowing which own events a state lacks, when events of others come, is 0.4 kB.
  { name: '`@refold/core/binding`', path: 'packages/core/dist/binding/index.js', limit: '2.6 kB', ignore: peers },
  // Rendering for the fields that are read alone is 0.3 kB, and coming to life on a page from a server 0.2 kB. The
  // binding is thin, and what is not React's belongs in core. Undo and the timeline bring that of core along, when
  // used.
  // Choosing a store by itself, not by a definition, is 0.1 kB.
  {
    name: '`@refold/react`',
    path: 'packages/react/dist/index.js',
    limit: '2.4 kB',
    ignore: [...peers, '@refold/core', '@refold/core/binding', '@refold/core/history', '@refold/core/undo'],
  },
  // The other provider, without what it shares with the binding, and without the states of core that it brings along.
  {
    name: '`@refold/react/concurrent`',
    path: 'packages/react/dist/concurrent/index.js',
    limit: '2.8 kB',
    ignore: [...peers, '@refold/core', '@refold/core/binding'],
  },
  // Core, the Dexie log and the binding, without any dependency: what a page pays before it meets a control, a
  // collection or an import, and before its log has more than a few events. The aim is 20 kB. Above it are keeping
  // states plain and frozen, finding the event at which a reducer fails, noticing a log that is lost or cannot be
  // had, and gathering a transaction to be one commit. A write queue that is a pure state machine is 0.3 kB of it:
  // tests drive it through any order of messages.
  {
    name: 'Hello world, Refold alone',
    path: 'docs/examples/hello.tsx',
    limit: '23.3 kB',
    ignore: [...peers, '*/sorted-btree.js', 'uuid'],
  },
  // What a page really pays on top of React: Dexie and Zod are two thirds of it; the aim is 85 kB.
  {
    name: 'Hello world, with every dependency but React',
    path: 'docs/examples/hello.tsx',
    limit: '85.6 kB',
    ignore: react,
  },
].map((entry) => ({ ...entry, gzip: true, modifyEsbuildConfig: withoutLoadedLater }));
