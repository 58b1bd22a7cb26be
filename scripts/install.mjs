// Installs what the lock file lists. Does nothing when node_modules already matches it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, run } from './run.mjs';

const OLDEST_NODE = [20, 19];

/**
 * What npm recorded about one package.
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean,
 *   os?: string[], cpu?: string[] }} Installed
 * @typedef {Record<string, Installed>} Packages
 */

export async function install() {
  checkNode();
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci) …');
  // Build and tests need the dev dependencies, which npm omits when NODE_ENV is "production".
  const { code } = await run(...npm(['ci', '--include=dev', '--no-audit', '--no-fund']));
  if (code !== 0) {
    throw new Error(
      `npm ci failed with exit code ${code}. Its message is above; often the network or the registry settings ` +
        `are the cause. Run "npm ci" by hand in ${root} to see it alone.`,
    );
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

/**
 * npm writes node_modules/.package-lock.json last. So an interrupted install has none, and a manual `npm install`
 * counts too. A stamp file of our own would miss both.
 */
export function isInstalled(folder = root) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const present = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) throw new Error(`There is no package-lock.json in ${folder}. Is the clone complete?`);
  if (present === undefined) return false;
  const isForThisMachine = Object.values(present).every(
    (entry) => suits(entry.os, process.platform) && suits(entry.cpu, process.arch),
  );
  return (
    isForThisMachine &&
    Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' || isOptional(entry) || (present[path]?.version === entry.version && path in present),
    )
  );
}

/** @param {Installed} entry */
function isOptional(entry) {
  return entry.optional === true || entry.devOptional === true || entry.peer === true;
}

/**
 * @param {string[] | undefined} allowed npm's form: names, or names to exclude with a leading "!"
 * @param {string} name
 */
function suits(allowed, name) {
  if (allowed === undefined || allowed.includes(name)) return true;
  return allowed.every((entry) => entry.startsWith('!')) && !allowed.includes(`!${name}`);
}

/**
 * @param {string} file
 * @returns {Packages | undefined} undefined when there is no such file
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read as a lock file. Delete node_modules and try again.`, { cause: error });
  }
}
