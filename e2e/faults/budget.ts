/** How often a test of chance is run, and what its chance follows from. `npm test` asks for little, `npm run test:faults` for more. */
export const ROUNDS = Number(process.env['ROUNDS'] ?? 4);
export const SEED = Number(process.env['SEED'] ?? 1);

/** Numbers from 0 to 1 that follow from a seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
