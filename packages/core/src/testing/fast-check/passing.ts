import type { Arbitrary } from 'fast-check';

const MAX_MISSES = 1_000;

/**
 * Keeps the values that pass. After a thousand failures in a row, it throws the result of `giveUp`, instead of looping
 * for ever.
 */
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
