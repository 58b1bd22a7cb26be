/** How many rounds a random test runs, and its seed. `npm test` runs few rounds, `npm run test:faults` more. */
export const ROUNDS = Number(process.env['ROUNDS'] ?? 4);
export const SEED = Number(process.env['SEED'] ?? 1);
/** How long many tabs write. */
export const SECONDS = Number(process.env['SECONDS'] ?? 20);

/** Returns a generator of numbers from 0 to 1, determined by a seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
