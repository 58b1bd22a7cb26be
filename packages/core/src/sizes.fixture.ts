import fc from 'fast-check';
import { laterSizes } from './log/later-sizes.ts';
import { sizes } from './log/sizes.ts';

export type Sizes = typeof sizes & typeof laterSizes;

/** Random sizes: most of them small, some as they are, so that pieces of each kind end anywhere. */
const anySizes: fc.Arbitrary<Sizes> = fc.record(
  Object.fromEntries(
    Object.entries({ ...sizes, ...laterSizes }).map(([name, size]) => [
      name,
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(size) },
        { weight: 1, arbitrary: fc.constant(1) },
        { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: size }) },
      ),
    ]),
  ) as { [K in keyof Sizes]: fc.Arbitrary<number> },
);

/** Runs something with other sizes. */
export async function withSizes<T>(drawn: Partial<Sizes>, run: () => Promise<T> | T): Promise<T> {
  const before = { ...sizes, ...laterSizes };
  set(drawn);
  try {
    return await run();
  } finally {
    set(before);
  }
}

function set(drawn: Partial<Sizes>): void {
  for (const all of [sizes, laterSizes])
    Object.assign(all, Object.fromEntries(Object.entries(drawn).filter(([name]) => name in all)));
}

type Arbitraries<Ts extends readonly unknown[]> = { [K in keyof Ts]: fc.Arbitrary<Ts[K]> };

/** A property that must hold for any sizes. */
export function sizedProperty<Ts extends [unknown, ...unknown[]]>(
  ...given: [...arbitraries: Arbitraries<Ts>, predicate: (...args: Ts) => Promise<boolean | void>]
): fc.IAsyncProperty<[Sizes, ...Ts]> {
  const predicate = given.at(-1) as (...args: Ts) => Promise<boolean | void>;
  const make = fc.asyncProperty as (...all: unknown[]) => unknown;
  const run = (drawn: Sizes, ...args: Ts): Promise<boolean | void> => withSizes(drawn, () => predicate(...args));
  return make(anySizes, ...given.slice(0, -1), run) as fc.IAsyncProperty<[Sizes, ...Ts]>;
}
