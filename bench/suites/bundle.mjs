// The bytes that a page downloads, minified and gzipped, measured with the bundler of the project's byte ceilings.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import * as figures from '../harness/figures.mjs';
import { ratio } from '../harness/statistics.mjs';
import { table } from '../harness/table.mjs';

const REACT = ['react', 'react-dom', 'react-dom/client', 'react/jsx-runtime'];
const BESIDE_CORE = ['dexie', 'immer', 'rxjs', 'zod', 'zod/mini'];
const DEPENDENCIES = [...BESIDE_CORE, '*/sorted-btree.js', 'uuid'];
const sizes = 'bench/sizes';

/** @typedef {{ id: string, name: string, files: readonly string[], external: readonly string[] }} Entry */

const entries = ['core', 'react'].flatMap(entriesOf);

/** @type {readonly Entry[]} */
const hellos = [
  {
    id: 'refold-zod',
    name: 'Refold, hello world, zod',
    files: ['docs/examples/hello.tsx'],
    external: REACT,
  },
  { id: 'refold-mini', name: 'Refold, hello world, zod/mini', files: [`${sizes}/refold-mini.tsx`], external: REACT },
  {
    id: 'refold-alone',
    name: 'Refold, hello world, no dependencies',
    files: ['docs/examples/hello.tsx'],
    external: [...REACT, ...DEPENDENCIES],
  },
  { id: 'core-zod', name: 'Refold without React, zod', files: [`${sizes}/core.mjs`], external: [] },
  { id: 'core-mini', name: 'Refold without React, zod/mini', files: [`${sizes}/core-mini.mjs`], external: [] },
  {
    id: 'core-alone',
    name: 'Refold without React, no dependencies',
    files: [`${sizes}/core.mjs`],
    external: DEPENDENCIES,
  },
  {
    id: 'redux',
    name: 'Redux Toolkit, redux-undo, redux-persist',
    files: [`${sizes}/redux.tsx`],
    external: REACT,
  },
  {
    id: 'livestore-page',
    name: 'LiveStore, the page alone',
    files: [`${sizes}/livestore.tsx`],
    external: REACT,
  },
  {
    id: 'livestore',
    name: 'LiveStore, with its workers',
    files: [`${sizes}/livestore.tsx`, `${sizes}/livestore.worker.mjs`, `${sizes}/livestore.shared-worker.mjs`],
    external: REACT,
  },
];

const about = [
  'esbuild, minified, gzipped; React is left out for all. Entries are measured whole, without peer dependencies; a hello',
  'world holds what it uses. The one in Redux Toolkit has undo and persistence to be comparable, but no event log.',
  'LiveStore keeps SQLite in a worker, so that a page loads two worker scripts and WebAssembly as well.',
].join('\n');

/**
 * @param {(suite: { name: string, title: string, about: string }) => void} announce
 * @param {(title: string, text: string) => void} show
 * @returns {Promise<import('../harness/suite.mjs').SuiteResult>}
 */
export async function runBundle(announce, show) {
  const suite = { name: 'bundle', title: 'Bytes, minified and gzipped', about };
  announce(suite);
  const ofEntries = await measureAll(entries);
  const ofHellos = await measureAll(hellos);
  const livestore = ofHellos.find(({ id }) => id === 'livestore')?.bytes ?? 0;
  const wasm = gzipped(readFileSync(join(root, 'bench/node_modules/@livestore/wa-sqlite/dist/wa-sqlite.wasm')));
  const all = [
    ...ofHellos,
    { id: 'livestore-wasm', name: 'LiveStore, with its workers and WebAssembly', bytes: livestore + wasm },
  ];
  const refold = ofHellos.find(({ id }) => id === 'refold-zod')?.bytes;
  const tables = [
    {
      title: 'each entry',
      text: table(
        ['', 'size'],
        ofEntries.map(({ name, bytes }) => [name, figures.bytes(bytes)]),
      ),
    },
    {
      title: 'the hello world',
      text: table(
        ['', 'size', 'to Refold'],
        all.map(({ name, bytes }) => [name, figures.bytes(bytes), figures.times(ratio(bytes, refold))]),
      ),
    },
  ];
  for (const { title, text } of tables) show(title, text);
  const hello = Object.fromEntries(all.map(({ id, bytes }) => [id, bytes]));
  return { ...suite, tables, figures: { hello } };
}

/**
 * All entries of a package, each complete and without its peers.
 * @param {string} folder
 * @returns {Entry[]}
 */
function entriesOf(folder) {
  const path = `packages/${folder}`;
  /** @type {{ name: string, exports: Record<string, { default: string }> }} */
  const { name, exports } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  return Object.entries(exports).map(([entry, { default: file }]) => ({
    id: `${name}${entry.slice(1)}`,
    name: `\`${name}${entry.slice(1)}\``,
    files: [join(path, file)],
    external: [...REACT, ...BESIDE_CORE, 'fast-check', ...(folder === 'core' ? [] : ['@refold/core'])],
  }));
}

/** @param {readonly Entry[]} list */
async function measureAll(list) {
  const measured = [];
  for (const { id, name, files, external } of list) {
    let bytes = 0;
    for (const file of files) bytes += gzipped(await bundle(file, external));
    measured.push({ id, name, bytes });
  }
  return measured;
}

/** @param {Uint8Array} content */
const gzipped = (content) => gzipSync(content, { level: 9 }).length;

/**
 * @param {string} file
 * @param {readonly string[]} external
 */
async function bundle(file, external) {
  const { outputFiles } = await build({
    entryPoints: [join(root, file)],
    bundle: true,
    write: false,
    minify: true,
    treeShaking: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Only in Node does the WebAssembly loader import this.
    external: [...external, 'module', 'node:*'],
    logLevel: 'error',
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error(`${file} gave no bundle.`);
  return script.contents;
}
