// Uses the packed packages as other people do: their compilers, bundlers, browsers and runtimes.
import { join } from 'node:path';
import { root } from '../run.mjs';
import { COMPILERS, installApp, installLine, NEXT, removeApp, RUNTIMES } from './app.mjs';
import { clickInNext } from './next.mjs';
import { clickHello, countInWorker, countWithImportMap } from './pages.mjs';
import { countInNode, countInProgram, countInWorkerd } from './runtimes.mjs';
import { EXPECTED } from './sources/expected.mjs';
import { compile } from './types.mjs';

const DENO_ARGS = ['run', '--node-modules-dir=manual', '--allow-all'];

/** @typedef {{ name: string, run: () => Promise<void> }} Row */

/**
 * The checks that take seconds, and need no browser and only one compiler.
 * @param {readonly string[]} tarballs
 */
export async function tryQuickly(tarballs) {
  const app = await installApp(19, tarballs, {});
  const compiler = join(root, 'node_modules', 'typescript');
  await tryAll(
    [app],
    [
      { name: 'types, bundler resolution', run: () => compile(app, compiler, 'bundler') },
      { name: 'types, nodenext', run: () => compile(app, compiler, 'nodenext') },
      { name: 'Node', run: () => countInNode(app, EXPECTED) },
    ],
  );
}

/**
 * Every compiler, both versions of React, and every platform that the packages promise to support. Needs a Chromium.
 * @param {readonly string[]} tarballs
 */
export async function tryEverywhere(tarballs) {
  const app = await installApp(19, tarballs, { ...COMPILERS, ...RUNTIMES });
  const older = await installApp(18, tarballs, {});
  const told = await installApp(19, tarballs, {}, installLine());
  const rendered = await installApp(19, tarballs, NEXT);
  const ofCompilers = Object.keys(COMPILERS).flatMap((name) =>
    /** @type {const} */ (['bundler', 'nodenext']).map((resolution) => ({
      name: `${name}, ${resolution}`,
      run: () => compile(app, join(app.folder, 'node_modules', name), resolution),
    })),
  );
  const compiler = join(root, 'node_modules', 'typescript');
  await tryAll(
    [app, older, told, rendered],
    [
      ...ofCompilers,
      { name: 'types of React 18', run: () => compile(older, compiler, 'bundler') },
      { name: 'this Node', run: () => countInNode(app, EXPECTED) },
      { name: 'Node 22', run: () => countInProgram(app, 'node-22/bin/node', [], EXPECTED) },
      { name: 'Node 24', run: () => countInProgram(app, 'node-24/bin/node', [], EXPECTED) },
      { name: 'Bun', run: () => countInProgram(app, '@oven/*/bin/bun', [], EXPECTED) },
      { name: 'Deno', run: () => countInProgram(app, '@deno/*/deno', DENO_ARGS, EXPECTED) },
      { name: 'hello world, Vite, React 19, what the README installs', run: () => clickHello(told) },
      { name: 'hello world, Vite, React 18', run: () => clickHello(older) },
      { name: 'a worker, Vite', run: () => countInWorker(app, EXPECTED) },
      { name: 'an import map, no bundler', run: () => countWithImportMap(app, EXPECTED) },
      { name: 'Next, rendered on its server', run: () => clickInNext(rendered) },
      { name: 'workerd', run: () => countInWorkerd(app, EXPECTED) },
    ],
  );
}

/**
 * Tries all rows, so that one run shows everything that is wrong, and removes the apps.
 * @param {readonly import('./app.mjs').App[]} apps
 * @param {readonly Row[]} rows
 */
async function tryAll(apps, rows) {
  const failures = [];
  for (const { name, run } of rows) {
    try {
      await run();
      console.log(`  ${name}: works`);
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      console.log(`  ${name}: FAILED`);
    }
  }
  apps.forEach(removeApp);
  if (failures.length > 0)
    throw new Error(`The packed packages do not work in an app outside the project.\n\n${failures.join('\n\n')}`);
}
