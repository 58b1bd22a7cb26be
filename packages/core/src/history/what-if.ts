import type { Placed } from '../engine/fold.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { AnyStore } from '../engine/store-api.ts';
import { isControl } from '../model/control-events.ts';
import type { Readable } from '../model/readable.ts';
import { timeOfId } from './address.ts';
import type { Chronicle, Errand, Variant } from './chronicle.ts';
import { chronicleOf } from './chronicle-of.ts';
import type { Extent } from './extent.ts';
import { type PastOptions, readerOf } from './past.ts';

export interface WhatIf {
  /** Ids of groups and of single events that are left out. */
  readonly skip?: readonly string[];
  /** Ids of events, in another order: each stands where another of them does. */
  readonly order?: readonly string[];
}

/** The present of a store as it might have been. It stays as it is when it was made, whatever the store does. */
export interface Fork {
  /** Position of the last event that is in it. */
  readonly position: number;
  /** What a view, a collection or a query would give. Throws `store.not_listed`. */
  get<R>(readable: Readable<R>): R;
  /** Positions of the events that are left out. */
  readonly skipped: readonly number[];
}

/**
 * What the read models of a store would be, had some events not happened, or in another order. Nothing of it is written and
 * the store shows nothing of it; to be rid of it, let go of it.
 * Rejects as `at` does; with `address.unknown` for an id that is neither of a group nor of an event, and with `fork.control`
 * for an undo or redo, which is taken back by its opposite.
 *
 * @example
 * const fork = await whatIf(store, { skip: [order.group] });
 * fork.get(takings).cents;
 */
export async function whatIf(
  store: AnyStore,
  { skip = [], order = [] }: WhatIf,
  options: PastOptions = {},
): Promise<Fork> {
  const chronicle = await chronicleOf(store, 'whatIf');
  const extent = await chronicle.extent();
  const named = new Set([...skip, ...order]);
  const found = await locate(chronicle, named, extent, options);
  const skipped = skip.flatMap((id) => found.get(id)!.map(({ position }) => position));
  const moved = [...new Set(order)].map((id) => {
    const [entry] = found.get(id)!;
    if (entry!.event.id !== id) throw new RefoldError('address.unknown', { id });
    return entry!;
  });
  const variant = toVariant(skipped, moved);
  const states = await chronicle.statesWith(variant, extent, options);
  const read = readerOf(states);
  const position = extent.stored + extent.pending.length;
  return { position, skipped: [...new Set(skipped)].sort((a, b) => a - b), get: (readable) => read(readable) };
}

function toVariant(skipped: readonly number[], ordered: readonly Placed[]): Variant {
  const places = ordered.map(({ position }) => position).sort((a, b) => a - b);
  const changed = new Map<number, Placed | undefined>(places.map((place, i) => [place, ordered[i]]));
  const out = new Set(skipped);
  return {
    first: Math.min(...skipped, ...places, Infinity),
    at: (entry) => {
      const taken = changed.has(entry.position) ? changed.get(entry.position) : entry;
      return taken === undefined || out.has(taken.position) ? undefined : taken;
    },
  };
}

/** The events of ids, of groups or of events. Groups and events made by a store begin with their time, so it looks from there first. */
async function locate(
  chronicle: Chronicle,
  ids: ReadonlySet<string>,
  extent: Extent,
  errand: Errand,
): Promise<ReadonlyMap<string, readonly Placed[]>> {
  const times = [...ids].map(timeOfId);
  const earliest = times.includes(undefined) ? undefined : (times as string[]).sort()[0];
  let first = 0;
  if (earliest !== undefined) {
    await chronicle.read(extent.stored, extent, errand);
    first = chronicle.times().pageFrom(earliest) ?? Infinity;
  }
  let found = await search(chronicle, ids, first, extent, errand);
  // A clock that was put back may have made ids that are later than their events.
  if (found.size < ids.size && first > 0) found = await search(chronicle, ids, 0, extent, errand);
  for (const id of ids) if (!found.has(id)) throw new RefoldError('address.unknown', { id });
  return found;
}

async function search(
  chronicle: Chronicle,
  ids: ReadonlySet<string>,
  first: number,
  extent: Extent,
  errand: Errand,
): Promise<Map<string, Placed[]>> {
  const found = new Map<string, Placed[]>();
  const note = (id: string | undefined, entry: Placed): void => {
    if (id === undefined || !ids.has(id)) return;
    if (isControl(entry.event)) throw new RefoldError('fork.control', { id, type: entry.event.type });
    const known = found.get(id);
    if (known === undefined) found.set(id, [entry]);
    else known.push(entry);
  };
  const take = (events: readonly Placed[]): void => {
    for (const entry of events) {
      note(entry.event.id, entry);
      if (!isControl(entry.event)) note(entry.event.metadata.group, entry);
    }
  };
  for await (const events of chronicle.eventsFrom(first, extent, errand)) take(events);
  take(chronicle.pending(extent));
  return found;
}
