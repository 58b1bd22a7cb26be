import { type Parameters } from 'fast-check';

/**
 * How long a property is tried: as often as the test says, or as RUNS in the environment says; from a random seed, or
 * from SEED. A failure prints its seed and the shrunk steps, so `SEED=… npx vitest run …` shows it again.
 */
export function budget(runs: number): Parameters<any> {
  const { RUNS, SEED } = process.env;
  return { numRuns: RUNS === undefined ? runs : Number(RUNS), ...(SEED !== undefined && { seed: Number(SEED) }) };
}
