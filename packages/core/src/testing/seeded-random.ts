import type { Random } from '../model/ids.ts';

/** Reproducible randomness: everything follows from the seed. */
export interface SeededRandom {
  /** Fills bytes, as `env.random` of a store does. */
  readonly fill: Random;
  /** Returns a number from 0 up to, but not including, 1. */
  readonly next: () => number;
}

/**
 * Creates randomness for tests. The same seed yields the same values. They are predictable, so use them in tests only.
 *
 * @example
 * const store = createStore({ events, views, env: { random: seededRandom(1).fill } });
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed;
  const next = (): number => {
    const drawn = draw(state);
    state = drawn.seed;
    return drawn.value;
  };
  const fill = (bytes: Uint8Array): Uint8Array => bytes.map((_, i) => (bytes[i] = Math.floor(next() * 256)));
  return { fill, next };
}

/**
 * One draw as a pure step: a number from 0 up to 1, and the next seed. It counts by the golden ratio, then mixes (as
 * SplitMix does).
 */
export function draw(seed: number): { readonly value: number; readonly seed: number } {
  const counted = (seed + 0x9e3779b9) | 0;
  let mixed = counted ^ (counted >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  mixed ^= mixed >>> 15;
  return { value: (mixed >>> 0) / 4_294_967_296, seed: counted };
}
