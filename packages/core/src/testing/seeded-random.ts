import type { Random } from '../model/ids.ts';

/** Chance that comes out the same each time: everything follows from the seed. */
export interface SeededRandom {
  /** Fills bytes, as `env.random` of a store does. */
  readonly fill: Random;
  /** A number from 0 up to, and without, 1. */
  readonly next: () => number;
}

/**
 * Randomness for tests. Two of one seed give the same; it is no secret, so it is for nothing but tests.
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

/** One draw as a pure step: a number from 0 up to 1, and the seed of the next. (Counting by the golden ratio, then mixing.) */
export function draw(seed: number): { readonly value: number; readonly seed: number } {
  const counted = (seed + 0x9e3779b9) | 0;
  let mixed = counted ^ (counted >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  mixed ^= mixed >>> 15;
  return { value: (mixed >>> 0) / 4_294_967_296, seed: counted };
}
