// npm run bench: installs the peers that Refold is compared with, which nothing else needs, builds the packages, and
// measures. `npm run bench -- fold dispatch` runs suites by name, `-- --quick` a short run that only shows the way.
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
  // The root's own check leaves out what needs the peers; it is checked here, where they are there.
  await mustSucceed('The benchmarks have type errors', runTool('typescript', ['-p', 'bench']));
  const { code } = await run(process.execPath, [join(folder, 'main.mjs'), ...process.argv.slice(2)]);
  process.exitCode = code;
} catch (error) {
  report(error);
}

async function installPeers() {
  if (isInstalled(folder)) return;
  console.log('Installing what Refold is compared with (npm ci in bench) …');
  const [command, args] = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  await mustSucceed('npm ci failed in bench', run(command, args, { cwd: folder }));
}

/**
 * @param {string} what
 * @param {ReturnType<typeof run>} step
 */
async function mustSucceed(what, step) {
  if ((await step).code !== 0) throw new Error(`${what}; the messages are above.`);
}
