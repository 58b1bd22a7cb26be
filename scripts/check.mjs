// npm run check: every check of the code that needs no browser.
import { fileURLToPath } from 'node:url';
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { isProgram, run, runTool } from './run.mjs';
import { runSteps } from './steps.mjs';
import { runVitest } from './vitest.mjs';

/** @type {import('./steps.mjs').Step[]} */
export const staticChecks = [
  { name: 'format', run: () => runTool('oxfmt', ['--check']) },
  { name: 'types', run: () => runTool('typescript', ['-b']) },
  // After the types, because lint reads what that step builds: without the declarations, imported types are `any`.
  { name: 'lint', run: () => runTool('oxlint', []) },
  {
    name: 'layers',
    run: () => runTool('dependency-cruiser', ['--config', '.dependency-cruiser.mjs', 'packages', 'apps']),
  },
  { name: 'dead code', run: () => runTool('knip', ['--no-config-hints']) },
  { name: 'bytes', run: () => runTool('size-limit', []), needs: ['types'] },
  { name: 'public API', run: () => runScript('api.mjs', '--check'), needs: ['types'] },
  { name: 'packages', run: () => runScript('packages.mjs'), needs: ['types'] },
  { name: 'vendored code', run: () => runScript('vendor.mjs') },
  { name: 'prose', run: () => runScript('prose.mjs', '--check') },
  { name: 'lock file', run: () => runScript('lockfile.mjs') },
];

if (isProgram(import.meta.url)) {
  try {
    endWithParent();
    await install();
    const unitTests = {
      name: 'unit tests',
      run: () => runVitest(['node', 'tooling']),
    };
    const failed = await runSteps([...staticChecks, unitTests]);
    console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
    process.exitCode = failed.length === 0 ? 0 : 1;
  } catch (error) {
    report(error);
  }
}

/**
 * @param {string} name
 * @param {string[]} args
 */
function runScript(name, ...args) {
  return run(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...args]);
}
