// npm run bench: installs the libraries that Refold is compared with, builds the packages, and measures. `npm run bench
// -- fold dispatch` runs suites by name. `npm run bench -- --quick` is a short run that only shows that everything
// works.
import { join } from 'node:path';
import { report } from './fail.mjs';
import { install, isInstalled } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { npm, root, run, runTool } from './run.mjs';

const folder = join(root, 'bench');

try {
  endWithParent();
  await install();
  await installPeers();
  await mustSucceed('The packages do not compile', runTool('typescript', ['-b', 'packages/core', 'packages/react']));
  // `npm run check` skips what imports these libraries, so it is checked here, after they are installed.
  await mustSucceed('The benchmarks have type errors', runTool('typescript', ['-p', 'bench']));
  const { code } = await run(process.execPath, [join(folder, 'main.mjs'), ...process.argv.slice(2)]);
  process.exitCode = code;
} catch (error) {
  report(error);
}

async function installPeers() {
  if (isInstalled(folder)) return;
  console.log('Installing the libraries that Refold is compared with (npm ci in bench) …');
  const [command, args] = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  await mustSucceed('npm ci failed in bench', run(command, args, { cwd: folder }));
}

/**
 * @param {string} what
 * @param {ReturnType<typeof run>} step
 */
async function mustSucceed(what, step) {
  if ((await step).code !== 0) throw new Error(`${what}. See the messages above.`);
}
