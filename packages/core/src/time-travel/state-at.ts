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

/** The read models of a store as of a position. It stays what it is. */
export interface Past {
  readonly position: number;
  /** What a view, a collection or a query gave then. Throws `store.not_listed`. */
  get<R>(readable: Readable<R>): R;
  /** `event-gone`: the address was the id of an event that is not in the log any more, so this is as of its predecessor. */
  readonly note?: 'event-gone';
}

export interface PastOptions {
  readonly signal?: AbortSignal;
  /** Told how far the log has been read, in events, while it has to be read. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * The read models of a store as of an address, whatever has come since: with what was undone by then, and nothing of what
 * was undone later. The store itself stays where it is. The log is read as far as that, the first time; it may be longer than memory,
 * and the page stays alive meanwhile.
 *
 * Rejects with `address.invalid`, `address.unknown`, `address.out_of_range`, `log.corrupt`, `store.not_ready`,
 * `store.closed`, the signal's reason.
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

/** Reads in states that stay what they are. */
export function readerOf(states: States, listing: Listing): <R>(readable: Readable<R>) => R {
  const reader = new Reader(new LiveState(states), listing);
  return (readable) => reader.read(readable) as never;
}
