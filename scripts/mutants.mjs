// npm run test:mutants: plants known faults in the shipped files, one at a time, and checks that a test of theirs fails
// for each. SEED in the environment is that of the property tests.
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { VARIABLE } from './mutants/plant.mjs';
import { endWithParent } from './parent.mjs';
import { runTool } from './run.mjs';

const names = process.argv.length > 2 ? process.argv.slice(2) : ['tabs'];

try {
  endWithParent();
  await install();
  let survived = 0;
  for (const name of names) {
    const { list } = await import(`./mutants/${name}.mjs`);
    for (const [number, { title }] of list.mutants.entries()) {
      const { code, output } = await runTool('vitest', ['run', '--project', 'node', '--bail', '1', list.test], {
        env: { NODE_ENV: 'test', NO_COLOR: '1', [VARIABLE]: `${name}:${number}` },
        isQuiet: true,
      });
      // Anything else that ends it is no proof that a test sees the fault.
      if (code !== 0 && !/Tests +\d+ failed/.test(output)) throw new Error(`The tests did not run.\n${output}`);
      if (code === 0) survived += 1;
      console.log(`${code === 0 ? 'SURVIVES' : 'caught'}  ${name} ${number}: ${title}`);
    }
  }
  if (survived > 0) throw new Error(`${survived} faults survive. Add a test that fails for each.`);
} catch (error) {
  report(error);
}
