// node scripts/version.mjs: raises the versions by what .changeset says, and writes the changelog of each package.
// It publishes and commits nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { publicPackages } from './public-packages.mjs';
import { isProgram, npm, root, run, runTool } from './run.mjs';

/** @typedef {{ name: string, version: string, peerDependencies?: Record<string, string> }} Manifest */

if (isProgram(import.meta.url)) {
  try {
    await raiseVersions(root);
    await runOrThrow(run(...npm(['install', '--package-lock-only']), { isQuiet: true }));
    await runOrThrow(run(process.execPath, [join(root, 'scripts', 'lockfile.mjs'), '--write']));
  } catch (error) {
    report(error);
  }
}

/**
 * A public package names the exact version of another as its peer. Changesets takes every rise out of a peer's range
 * for a breaking change, and would raise 0.1.0 to 1.0.0. So the ranges are open while it runs.
 * @param {string} folder
 */
export async function raiseVersions(folder) {
  setPeers(folder, '>=');
  try {
    await runOrThrow(runTool('@changesets/cli', ['version'], { cwd: folder, isQuiet: true }));
  } finally {
    setPeers(folder, '');
  }
}

/**
 * @param {string} folder
 * @param {'>=' | ''} range what stands before the version of a peer that is published from here
 */
function setPeers(folder, range) {
  const manifests = publicPackages(folder).map((path) => join(path, 'package.json'));
  const versions = new Map(manifests.map(readManifest).map(({ name, version }) => [name, version]));
  for (const path of manifests) {
    const manifest = readManifest(path);
    const { peerDependencies = {} } = manifest;
    for (const name of Object.keys(peerDependencies)) {
      if (versions.has(name)) peerDependencies[name] = `${range}${versions.get(name)}`;
    }
    writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
}

/**
 * @param {string} path
 * @returns {Manifest}
 */
function readManifest(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** @param {Promise<{ code: number, output: string }>} running */
async function runOrThrow(running) {
  const { code, output } = await running;
  if (code !== 0) throw new Error(`A command failed with exit code ${code}.\n${output}`);
  console.log(output.trim());
}
