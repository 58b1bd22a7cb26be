import type { Listing } from '../fold/listing.ts';
import { Reader } from '../read/reader.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import { LiveState } from '../fold/live-state.ts';
import type { Readable } from '../model/readable.ts';
import { type Address, resolve } from './address.ts';
import type { States } from './checkpoints.ts';
import type { PastReadOptions } from './past-reader.ts';
import { pastReaderOf } from './past-reader-of.ts';

/** The read models of a store at a position. It never changes. */
export interface Past {
  readonly position: number;
  /** Returns the value of a view, a collection or a query at that position. Throws `store.not_listed`. */
  get<R>(readable: Readable<R>): R;
  /** `event-gone`: the log no longer has an event with the id in the address. The state is that of its predecessor. */
  readonly note?: 'event-gone';
}

export interface PastOptions {
  readonly signal?: AbortSignal;
  /** Called with the number of events read and to read, while the log has to be read. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Returns the read models of a store as they were at an address. Events undone by then are out; later undos do not
 * count. The store itself stays where it is. The first call reads the log up to that position. The log may be larger
 * than memory, and the page stays responsive.
 *
 * Rejects with `address.invalid`, `address.unknown`, `address.out_of_range`, `log.corrupt`, `store.not_ready`,
 * `store.closed`, or the signal's reason.
 *
 * @example
 * const noon = await at(store, { time: '2026-05-01T12:00:00Z' });
 * noon.get(takings).cents;
 */
export async function at(store: AnyStore, address: Address, options: PastOptions = {}): Promise<Past> {
  const readOptions: PastReadOptions = options;
  const pastReader = await pastReaderOf(store, 'at', readOptions);
  const logRange = await pastReader.logRange();
  const { position, note } = await resolve(pastReader, address, logRange, readOptions);
  const read = readerOf(
    await pastReader.statesAt(position, logRange, readOptions),
    internalsOf(store).kernel.models.listing,
  );
  return { position, get: (readable) => read(readable), ...(note !== undefined && { note }) };
}

/** Reads in states that never change. */
export function readerOf(states: States, listing: Listing): <R>(readable: Readable<R>) => R {
  const reader = new Reader(new LiveState(states), listing);
  return (readable) => reader.read(readable) as never;
}
