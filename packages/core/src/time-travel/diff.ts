import type { AnyStore } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import type { Readable } from '../model/readable.ts';
import { type Address, resolve } from './address.ts';
import { changedPaths, type PathChange } from './changed-paths.ts';
import { pastReaderOf } from './past-reader-of.ts';
import { type PastOptions, readerOf } from './state-at.ts';

/**
 * The differences between two positions, computed on demand. Iterating yields those of all read models, by name, then
 * path.
 */
export interface Difference extends Iterable<PathChange> {
  readonly from: number;
  readonly to: number;
  /** The differences in a view, a collection or the result of a query. Throws `store.not_listed`. */
  of(readable: Readable): Iterable<PathChange>;
}

/**
 * Compares the read models at two addresses, as paths: `['stock', 'tea', 'left']`, before and after. Lazy: it compares
 * on demand and skips objects that both states share, so asking for a few changes costs little. Rejects as `at` does.
 *
 * @example
 * const today = await diff(store, { time: midnight }, 4_711);
 * for (const { path, before, after } of today.of(stock)) console.log(path.join('.'), before, after);
 */
export async function diff(
  store: AnyStore,
  from: Address,
  to: Address,
  options: PastOptions = {},
): Promise<Difference> {
  const pastReader = await pastReaderOf(store, 'diff', options);
  const logRange = await pastReader.logRange();
  const before = (await resolve(pastReader, from, logRange, options)).position;
  const after = (await resolve(pastReader, to, logRange, options)).position;
  const old = await pastReader.statesAt(before, logRange, options);
  const now = await pastReader.statesAt(after, logRange, options);
  const { listing } = internalsOf(store).kernel.models;
  const [readOld, readNow] = [readerOf(old, listing), readerOf(now, listing)];
  return {
    from: before,
    to: after,
    *of(readable) {
      yield* changedPaths(readOld(readable), readNow(readable));
    },
    *[Symbol.iterator]() {
      for (const { name } of pastReader.models) yield* changedPaths(old.get(name)?.value, now.get(name)?.value, [name]);
    },
  };
}
