import { type Parameters } from 'fast-check';

/**
 * The number of runs and the seed of a property. RUNS and SEED in the environment replace the test's number and the
 * random seed. A failure prints its seed and the shrunk steps, so `SEED=… npx vitest run …` reproduces it.
 */
export function budget(runs: number): Parameters<any> {
  const { RUNS, SEED } = process.env;
  return { numRuns: RUNS === undefined ? runs : Number(RUNS), ...(SEED !== undefined && { seed: Number(SEED) }) };
}
