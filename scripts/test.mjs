// npm test: installs what a bare clone needs and runs every test. A failing step does not stop the others, so one run
// shows everything that is wrong. The last line is always the count.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { staticChecks } from './check.mjs';
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { nextFreePort } from './port.mjs';
import { runOnReact18 } from './react-18.mjs';
import { root, run, runTool } from './run.mjs';
import { runSteps } from './steps.mjs';
import { describe, readTally, sum } from './tally.mjs';
import { runVitest } from './vitest.mjs';

const E2E_PORT = 4179;
const reports = join(root, '.refold', 'reports');

/** @type {string[]} */
let failed = [];
/** @type {import('./tally.mjs').Tally[]} */
const tallies = [];
try {
  endWithParent();
  await install();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  // It needs Playwright, which install() has just installed.
  const { provideChromium } = await import('./chromium.mjs');
  const chromium = {
    name: 'chromium',
    run: () => attempt(async () => void Object.assign(process.env, await provideChromium())),
  };
  // This step installs several compilers and a runtime. That takes too long for everyday work.
  const isSlow = process.env['CI'] === 'true';
  const everywhere = isSlow ? [{ name: 'packages everywhere', run: runEverywhere, needs: ['types', 'chromium'] }] : [];
  failed = await runSteps([
    ...staticChecks,
    testStep('node tests', 'node', (file) => runVitest(['node', 'tooling'], reportTo(file))),
    testStep('React 18 tests', 'react-18', (file) => runOnReact18(reportTo(file))),
    chromium,
    ...everywhere,
    testStep('browser tests', 'browser', (file) => runVitest(['browser'], reportTo(file)), ['chromium']),
    { name: 'build', run: () => attempt(build) },
    testStep('end-to-end tests', 'e2e', runPlaywright, ['chromium', 'build']),
  ]);
} catch (error) {
  report(error);
  failed = ['set-up'];
}
const total = sum(tallies);
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length > 0 || total.failed > 0 ? 1 : 0;
console.log(`\n${describe(total)}`);

/**
 * A step that runs tests. It also fails when no test ran, for instance because a pattern is wrong or a file moved.
 * @param {string} name
 * @param {string} id
 * @param {(file: string) => Promise<{ code: number }>} start
 * @param {readonly string[]} [needs]
 * @returns {import('./steps.mjs').Step}
 */
function testStep(name, id, start, needs = []) {
  return {
    name,
    needs,
    async run() {
      const file = join(reports, `${id}.json`);
      const { code } = await start(file);
      const tally = readTally(file);
      tallies.push(tally);
      console.log(`  ${describe(tally)}`);
      if (tally.passed > 0) return { code };
      console.log('  No test of this kind passed; a step without tests is a failure.');
      return { code: code === 0 ? 1 : code };
    },
  };
}

function runEverywhere() {
  return run(process.execPath, [join(root, 'scripts', 'packages.mjs'), '--everywhere']);
}

/** @param {string} file */
function reportTo(file) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

async function runPlaywright() {
  const port = await nextFreePort(E2E_PORT);
  return runTool('@playwright/test', ['test', '--config', 'e2e'], { env: { E2E_PORT: String(port) } });
}

/** @param {() => Promise<void>} work */
async function attempt(work) {
  try {
    await work();
    return { code: 0 };
  } catch (error) {
    report(error);
    return { code: 1 };
  }
}
