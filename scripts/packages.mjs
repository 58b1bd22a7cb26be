// Checks each package as npm would publish it: packs it, runs publint and "are the types wrong", then installs and uses
// it as an outside app does. `--everywhere` tries every compiler, browser and runtime, and needs a Chromium.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { faultsOf } from './packed/contents.mjs';
import { tryEverywhere, tryQuickly } from './packed/rows.mjs';
import { publicPackages } from './public-packages.mjs';
import { npm, root, run, runTool } from './run.mjs';

const packs = join(root, '.refold', 'packs');

try {
  rmSync(packs, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  const tarballs = [];
  for (const folder of publicPackages(root)) tarballs.push(await checkPackage(folder));
  await (process.argv.includes('--everywhere') ? tryEverywhere(tarballs) : tryQuickly(tarballs));
} catch (error) {
  report(error);
}

/**
 * @param {string} folder
 * @returns {Promise<string>} the packed file
 */
async function checkPackage(folder) {
  const [command, args] = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', packs]);
  const packed = await run(command, args, { cwd: folder, isQuiet: true });
  if (packed.code !== 0) throw new Error(`npm pack failed in ${folder}:\n${packed.output}`);
  const [{ name, filename, files }] = JSON.parse(packed.output.slice(packed.output.indexOf('[')));
  const faults = faultsOf(
    folder,
    files.map((/** @type {{ path: string }} */ { path }) => path),
  );
  if (faults.length > 0) throw new Error(`${name} would publish badly.\n${faults.join('\n')}`);
  const tarball = join(packs, filename);
  const publint = await runTool('publint', ['run', tarball, '--strict'], { isQuiet: true });
  const types = await runTool(
    '@arethetypeswrong/cli',
    [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color', '--format', 'ascii'],
    {
      isQuiet: true,
    },
  );
  if (publint.code !== 0 || types.code !== 0)
    throw new Error(`${name} would publish badly.\n${publint.output}\n${types.output}`);
  console.log(`  ${name}: ${files.length} files, publint and the types are fine`);
  return tarball;
}
