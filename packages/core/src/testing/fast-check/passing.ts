import type { Arbitrary } from 'fast-check';

const MAX_MISSES = 1_000;

/** Those values that pass. Where a thousand in a row do not, it throws what `giveUp` makes of the last, instead of going on for ever. */
export function passing<T, P extends T>(
  arbitrary: Arbitrary<T>,
  passes: (value: T) => value is P,
  giveUp: (last: T) => Error,
): Arbitrary<P> {
  let misses = 0;
  return arbitrary.filter((value): value is P => {
    if (passes(value)) {
      misses = 0;
      return true;
    }
    misses += 1;
    if (misses >= MAX_MISSES) throw giveUp(value);
    return false;
  });
}
