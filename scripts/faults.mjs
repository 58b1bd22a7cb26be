// npm run test:faults: only the fault tests, in a real browser, with ROUNDS, SECONDS and SEED from the environment.
// The last line is a summary.
import { join } from 'node:path';
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { root, runTool } from './run.mjs';
import { describe, readTally } from './tally.mjs';

const { ROUNDS = '50', SECONDS = '60', SEED = String(1 + Math.floor(Math.random() * 999_999)) } = process.env;

try {
  endWithParent();
  await install();
  // It needs Playwright, which install() has just installed.
  const { provideChromium } = await import('./chromium.mjs');
  const browser = await provideChromium();
  const file = join(root, '.refold', 'reports', 'faults.json');
  const { code } = await runTool('@playwright/test', ['test', '--config', 'e2e/faults'], {
    env: { ...browser, ROUNDS, SECONDS, SEED },
  });
  process.exitCode = code;
  console.log(`\n${describe(readTally(file))}; ${ROUNDS} rounds and ${SECONDS} s of seed ${SEED}`);
} catch (error) {
  report(error);
}
