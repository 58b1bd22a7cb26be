// Which module may import which. The rooms of core stand on levels: a room may import rooms on lower levels, and none
// beside it. Other packages import core only through its public entries. scripts/layers.test.ts plants a violation of
// every rule.
import { readFileSync } from 'node:fs';

const core = '^packages/core/src';
/** From the lowest level up. `sync` and `reactions` are reserved for future rooms. */
export const levels = [
  ['errors'],
  ['model'],
  ['protocol'],
  ['log', 'env'],
  ['memory', 'dexie'],
  ['fold'],
  ['read', 'snapshot'],
  ['write'],
  ['store'],
  ['undo', 'binding', 'tabs', 'sync', 'reactions'],
  ['rejections', 'time-travel', 'files'],
  ['testing'],
];
const rooms = levels.flat();
// Tests, and files that only tests use.
const tests = '[.](test|test-d|fixture)[.]tsx?$';
/** What tests of other packages may do to a store. No code that is published may import a test's file. */
const testHandle = `${core}/test-handle[.]fixture[.]ts$`;
const entries = Object.values(JSON.parse(readFileSync('packages/core/package.json', 'utf8')).exports).map(
  (entry) => `^packages/core/${entry['refold:source'].replace('./', '').replaceAll('.', '[.]')}$`,
);

const upward = levels.flatMap((level, index) =>
  level.map((room) => ({
    name: `${room}-sees-only-lower-rooms`,
    severity: 'error',
    comment: `${room} may import itself and ${levels.slice(0, index).flat().join(', ') || 'no other room'}.`,
    from: { path: `${core}/${room}/`, pathNot: tests },
    to: {
      path: `${core}/`,
      pathNot: `${core}/(${[room, ...levels.slice(0, index).flat()].join('|')})/|${core}/[^/]+$`,
    },
  })),
);

// Till, the demo, from the lowest level up: a room may import the rooms before it. main.tsx is above them all.
const till = '^apps/demo/src';
const uiRooms = ['services', 'parts', 'scan', 'history', 'undo', 'figures', 'data', 'orders', 'stock', 'sell', 'shell'];
const tillRooms = ['shop', 'import', 'app', ...uiRooms.map((room) => `ui/${room}`)];

export default {
  forbidden: [
    ...upward,
    {
      name: 'adapter-sees-only-errors-model-protocol-log',
      severity: 'error',
      comment: 'A storage adapter knows the ports and their types, and none of their users.',
      from: { path: `${core}/(memory|dexie)/`, pathNot: tests },
      to: { path: `${core}/`, pathNot: `${core}/(memory|dexie|errors|model|protocol|log)/` },
    },
    {
      name: 'nobody-imports-an-adapter',
      severity: 'error',
      comment: 'The app passes an adapter in. An import would put its library into every bundle.',
      from: { path: `${core}/`, pathNot: [`${core}/(dexie|testing)/`, tests] },
      to: { path: `${core}/dexie/` },
    },
    {
      name: 'only-tests-import-tests',
      severity: 'error',
      comment: 'Tests and their fixtures are not published.',
      from: { path: '^(packages|apps)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-room-imports-the-entry',
      severity: 'error',
      comment: 'The entry imports every room, so a room that imports it bypasses the layers.',
      from: { path: `${core}/[^/]+/`, pathNot: [`${core}/testing/`, tests] },
      to: { path: `${core}/[^/]+$` },
    },
    {
      name: 'every-folder-is-a-room',
      severity: 'error',
      comment: 'Add a new folder of core to the rooms in .dependency-cruiser.mjs.',
      from: {},
      to: { path: `${core}/[^/]+/`, pathNot: `${core}/(${rooms.join('|')})/` },
    },
    {
      name: 'model-and-protocol-are-pure',
      severity: 'error',
      from: { path: `${core}/(errors|model|protocol)/`, pathNot: tests },
      to: { path: '(^|/)node_modules/(rxjs|dexie)/' },
    },
    {
      name: 'only-the-adapter-sees-dexie',
      severity: 'error',
      from: { path: `${core}/`, pathNot: [`${core}/dexie/`, tests] },
      to: { path: '(^|/)node_modules/dexie/' },
    },
    {
      name: 'only-the-arbitraries-see-fast-check',
      severity: 'error',
      comment: 'Tests without fast-check must not need it, so the code that uses it is an entry of its own.',
      from: { path: `${core}/`, pathNot: [`${core}/testing/fast-check/`, tests] },
      to: { path: [`${core}/testing/fast-check/`, '(^|/)node_modules/fast-check/'] },
    },
    {
      name: 'core-only-through-its-entries',
      severity: 'error',
      comment: "Import '@refold/core' or one of the entries in its package.json.",
      from: { path: '^(packages|apps|e2e|bench)/', pathNot: '^packages/core/' },
      to: { path: '^packages/core/', pathNot: [...entries, testHandle] },
    },
    {
      name: 'packages-by-name',
      severity: 'error',
      comment: 'Import another package by its name: a relative path does not exist after publishing.',
      from: { path: '^(?:packages|apps)/([^/]+)/' },
      to: { path: '^packages/', pathNot: ['^packages/$1/', testHandle], dependencyTypes: ['local'] },
    },
    {
      name: 'server-sees-only-model-and-protocol',
      severity: 'error',
      from: { path: '^packages/server/src/', pathNot: tests },
      to: {
        path: '^packages/',
        pathNot: ['^packages/server/', `${core}/index[.]ts$`, `${core}/(sync/)?protocol(/index)?[.]ts$`],
      },
    },
    {
      name: 'libraries-never-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|e2e|bench|scripts)/' },
    },
    {
      name: 'no-node-in-browser-packages',
      severity: 'error',
      from: { path: '^packages/(core|react|devtools)/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    ...tillRooms.slice(0, -1).map((room, index) => ({
      name: `till-${room.replace('/', '-')}-sees-only-lower-rooms`,
      severity: 'error',
      comment: `${room} may import ${['itself', ...tillRooms.slice(0, index)].join(', ')}.`,
      from: { path: `${till}/${room}/`, pathNot: tests },
      to: { path: [`${till}/(${tillRooms.slice(index + 1).join('|')})/`, `${till}/(ui/)?[^/]+$`] },
    })),
    {
      name: 'till-services-know-no-react',
      severity: 'error',
      comment: 'Code that needs no page is below ui/. Its hooks are in ui/services.',
      from: { path: `${till}/(?!ui/)[^/]+/` },
      to: { path: ['^packages/react/', '(^|/)node_modules/react(-dom)?/'] },
    },
    {
      name: 'till-offline-stands-alone',
      severity: 'error',
      comment: 'The service worker is a program of its own.',
      from: { path: `${till}/offline/`, pathNot: tests },
      to: { path: `${till}/`, pathNot: `${till}/offline/` },
    },
    {
      name: 'every-folder-of-till-is-a-room',
      severity: 'error',
      comment: 'Add a new folder of Till to the rooms in .dependency-cruiser.mjs.',
      from: {},
      to: {
        path: `${till}/[^/]+/`,
        pathNot: `${till}/((${[...tillRooms, 'offline', 'styles'].join('|')})/|ui/[^/]+$)`,
      },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)(dist|[.]refold)/' },
    // A type-only import counts: it still makes a lower room depend on a higher one.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['refold:source', 'import', 'browser', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
