// Checks each package as npm would publish it: packed, then read by publint and by "are the types wrong".
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { npm, root, run, runTool } from './run.mjs';

const packs = join(root, '.refold', 'packs');

try {
  rmSync(packs, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  for (const folder of publicPackages()) await checkPackage(folder);
} catch (error) {
  report(error);
}

function publicPackages() {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .filter((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private !== true);
}

/** @param {string} folder */
async function checkPackage(folder) {
  const [command, args] = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', packs]);
  const packed = await run(command, args, { cwd: folder, isQuiet: true });
  if (packed.code !== 0) throw new Error(`npm pack failed in ${folder}:\n${packed.output}`);
  const [{ name, filename, files }] = JSON.parse(packed.output.slice(packed.output.indexOf('[')));
  rejectStrayFiles(name, files);
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
}

/**
 * @param {string} name
 * @param {{ path: string }[]} files
 */
function rejectStrayFiles(name, files) {
  const stray = files.map(({ path }) => path).filter((path) => /\.(test|test-d|fixture)\.|tsbuildinfo/.test(path));
  if (stray.length > 0)
    throw new Error(`${name} would publish files that are of no use to anyone: ${stray.join(', ')}`);
}
