// Builds the packages and the demo. `tsc -b` skips what has not changed.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { isProgram, root, runTool } from './run.mjs';

export const demo = join(root, 'apps', 'demo');

export async function build() {
  const projects = readdirSync(join(root, 'packages'))
    .map((name) => join('packages', name))
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
  await mustSucceed('The packages do not compile', runTool('typescript', ['-b', ...projects]));
  await mustSucceed('The demo does not build', runTool('vite', ['build', '--logLevel', 'warn'], { cwd: demo }));
}

/**
 * @param {string} what
 * @param {ReturnType<typeof runTool>} step
 */
async function mustSucceed(what, step) {
  if ((await step).code !== 0) throw new Error(`${what}. See the messages above.`);
}

if (isProgram(import.meta.url)) {
  try {
    await install();
    await build();
  } catch (error) {
    report(error);
  }
}
