// Runs named steps in order and continues after a failure, so that one run shows everything that is wrong.

/** @typedef {{ name: string, run: () => Promise<{ code: number }>, needs?: readonly string[] }} Step */

/**
 * @param {readonly Step[]} steps
 * @returns {Promise<string[]>} the names of the steps that failed or could not be run
 */
export async function runSteps(steps) {
  /** @type {string[]} */
  const failed = [];
  for (const { name, run, needs = [] } of steps) {
    const missing = needs.filter((need) => failed.includes(need));
    if (missing.length > 0) {
      console.log(`\n— ${name}: not run, because this failed: ${missing.join(', ')}`);
      failed.push(name);
      continue;
    }
    console.log(`\n— ${name}`);
    const startedAt = performance.now();
    const { code } = await run();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(code === 0 ? `  done in ${seconds} s` : `  FAILED (exit code ${code}) after ${seconds} s`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}
