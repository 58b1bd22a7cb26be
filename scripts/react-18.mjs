// Runs the tests of the React binding on React 18, which the project itself does not install: node scripts/react-18.mjs
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { isProgram, npm, root, run } from './run.mjs';
import { runVitest } from './vitest.mjs';

/** React 18 lives in a folder of its own, so that its packages find each other instead of the project's React. */
const folder = join(root, '.refold', 'react-18');
const manifest = join(root, 'scripts', 'react-18', 'package.json');

/**
 * @param {readonly string[]} [args] for Vitest
 * @returns {Promise<{ code: number }>}
 */
export async function runOnReact18(args = []) {
  await installReact18();
  return runVitest(['react-18'], args);
}

async function installReact18() {
  const copy = join(folder, 'package.json');
  const isSame = existsSync(copy) && readFileSync(copy, 'utf8') === readFileSync(manifest, 'utf8');
  if (isSame && existsSync(join(folder, 'node_modules', 'react-dom'))) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(manifest, copy);
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
  const [command, rest] = npm(args);
  const { code, output } = await run(command, rest, { cwd: folder, isQuiet: true });
  if (code !== 0) throw new Error(`npm cannot install React 18:\n${output}`);
}

if (isProgram(import.meta.url)) {
  try {
    process.exitCode = (await runOnReact18(process.argv.slice(2))).code;
  } catch (error) {
    report(error);
  }
}
