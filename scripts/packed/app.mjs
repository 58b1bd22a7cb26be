// An app outside the project: an empty folder, the packed packages, their peers, and a few source files.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, root, run } from '../run.mjs';

/** @typedef {{ folder: string, react: number }} App */

const sources = join(root, 'scripts', 'packed', 'sources');
/** @type {{ devDependencies: Record<string, string> }} */
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const REACT = {
  18: { react: '18.3.1', 'react-dom': '18.3.1', '@types/react': '18.3.12', '@types/react-dom': '18.3.1' },
  19: versionsOf('react', 'react-dom', '@types/react', '@types/react-dom'),
};

const EVERY_PEER = ['dexie', 'fast-check', 'immer', 'rxjs', 'zod'];

export const COMPILERS = {
  'typescript-5.4': 'npm:typescript@5.4.5',
  'typescript-5.9': 'npm:typescript@5.9.3',
  'typescript-6': `npm:typescript@${devDependencies['typescript']}`,
  'typescript-7': 'npm:typescript@7.0.2',
};

/** Next brings its own compiler for this machine, which is large, so only its own app installs it. */
export const NEXT = { next: '16.4.6' };

/** Each is a program for this machine. Their install scripts only link it, so none is run. */
export const RUNTIMES = {
  'node-22': `npm:node-${process.platform}-${process.arch}@22.23.5`,
  'node-24': `npm:node-${process.platform}-${process.arch}@24.22.3`,
  bun: '1.4.5',
  deno: '2.9.6',
  workerd: '1.20261117.1',
};

/**
 * Installs an app with npm as an outside user would, so a peer that does not fit fails here.
 * @param {18 | 19} react
 * @param {readonly string[]} tarballs
 * @param {Readonly<Record<string, string>>} tools
 * @param {readonly string[]} beside what else the stranger installs
 * @returns {Promise<App>} to be removed by `removeApp`
 */
export async function installApp(react, tarballs, tools, beside = EVERY_PEER) {
  // Outside the project, whose node_modules would hide what the app lacks.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `refold-app-react-${react}-`)));
  const dependencies = { ...versionsOf(...beside), ...REACT[react], ...tools };
  const manifest = { private: true, type: 'module', dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  cpSync(sources, folder, { recursive: true });
  cpSync(join(root, 'docs', 'examples', 'hello.tsx'), join(folder, 'hello.tsx'));
  const args = ['install', ...tarballs, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const [command, rest] = npm([...args, '--no-package-lock', '--no-save']);
  const { code, output } = await run(command, rest, { cwd: folder, isQuiet: true });
  if (code !== 0) removeApp({ folder, react });
  if (code !== 0) throw new Error(`npm cannot install the packages beside React ${react}:\n${output}`);
  return { folder, react };
}

/** @param {App} app */
export function removeApp({ folder }) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {readonly string[]} names */
function versionsOf(...names) {
  return Object.fromEntries(names.map((name) => [name, devDependencies[name] ?? '']));
}

/**
 * The packages that the README tells a new user to install, without our own.
 * @returns {readonly string[]}
 */
export function installLine() {
  const line = /^ {4}npm i (.+)$/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  return line.split(' ').filter((name) => !name.startsWith('@refold/'));
}
