// npm run test:sim -- tabs: runs a simulation for longer. RUNS and SEED in the environment say how many histories, and
// which. A failure prints its seed and the shortest history that it found.
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { runTool } from './run.mjs';

/** @type {Record<string, string>} */
const simulations = { tabs: 'packages/core/src/tabs/simulation.test.ts' };
const { RUNS = '20000' } = process.env;

try {
  endWithParent();
  await install();
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(simulations);
  const unknown = names.filter((name) => !(name in simulations));
  if (unknown.length > 0)
    throw new Error(`There is no simulation "${unknown[0]}". There is: ${Object.keys(simulations).join(', ')}.`);
  const files = names.map((name) => simulations[name] ?? '');
  const { code } = await runTool('vitest', ['run', '--project', 'node', '--testTimeout', '3600000', ...files], {
    env: { NODE_ENV: 'test', RUNS },
  });
  process.exitCode = code;
} catch (error) {
  report(error);
}
