import { undoFold } from '../fold/undo-fold.ts';
import type { LogEntry } from '../fold/fold.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Receipt } from '../write/receipt.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import { isControl, Undone } from '../model/control-events.ts';
import type { Readable } from '../model/readable.ts';
import { appendControl } from '../undo/append-control.ts';
import { timeOfId } from './address.ts';
import type { PastReader, PastReadOptions } from './past-reader.ts';
import { pastReaderOf } from './past-reader-of.ts';
import { type LogRange, headOf } from './log/log-range.ts';
import { type PastOptions, readerOf } from './state-at.ts';
import type { Variant } from './variant.ts';

export interface WhatIf {
  /** Ids of groups and of single events to leave out. */
  readonly skip?: readonly string[];
  /** Ids of events in a new order. They share their places among themselves. */
  readonly order?: readonly string[];
}

/** The present of a store as it might have been. It never changes, whatever the store does. */
export interface Fork {
  /** Position of the last event in it. */
  readonly position: number;
  /** Returns the value that a view, a collection or a query would have. Throws `store.not_listed`. */
  get<R>(readable: Readable<R>): R;
  /** Positions of the events that are left out. */
  readonly skipped: readonly number[];
  /**
   * Makes the fork real: appends the `$undo` of the skipped groups. The store's actor can undo and redo it like any
   * other. Throws `store.travelling`, `store.closed`, `store.busy`, and `event.released` while it reads events again.
   */
  commit(): ForkOutcome;
}

/**
 * The outcome of committing a fork.
 *
 * - `nothing`: the fork leaves nothing out.
 * - `moved`: it reorders events, which a log cannot do.
 * - `part-of-group`: it leaves out only some events of a group, or events without a group.
 * - `foreign`: an event is another actor's.
 * - `not-undoable`: an event cannot be undone.
 * - `out-of-horizon`: an event is older than undo reaches.
 */
export type ForkOutcome =
  | { readonly ok: true; readonly groups: readonly string[]; readonly receipt: Receipt }
  | {
      readonly ok: false;
      readonly reason: 'nothing' | 'moved' | 'part-of-group' | 'foreign' | 'not-undoable' | 'out-of-horizon';
    };

/**
 * Computes the read models of a store as if some events had not happened, or had come in another order. The store does
 * not show it, and nothing is written until `commit`. To discard a fork, drop the reference. Rejects as `at` does; with
 * `address.unknown` for an id of neither a group nor an event; with `fork.control` for an undo or redo. Those can be
 * reverted by their opposite instead.
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
  const pastReader = await pastReaderOf(store, 'whatIf', options);
  const logRange = await pastReader.logRange();
  const named = new Set([...skip, ...order]);
  const found = await locate(pastReader, named, logRange, options);
  const skipped = new Map(skip.flatMap((id) => found.get(id)!.map((entry) => [entry.position, entry] as const)));
  const moved = [...new Set(order)].map((id) => {
    const [entry] = found.get(id)!;
    if (entry!.event.id !== id) throw new RefoldError('address.unknown', { id });
    return entry!;
  });
  const variant = toVariant([...skipped.keys()], moved);
  // Events in the base snapshots cannot be taken out of them.
  const { base } = pastReader;
  if (variant.first <= base)
    throw new RefoldError('address.out_of_range', { position: variant.first - 1, floor: base, head: headOf(logRange) });
  const states = await pastReader.statesWith(variant, logRange, options);
  const read = readerOf(states, internalsOf(store).kernel.models.listing);
  const position = logRange.stored + logRange.pending.length;
  return {
    position,
    skipped: [...skipped.keys()].sort((a, b) => a - b),
    get: (readable) => read(readable),
    commit: () => commitFork(internalsOf(store), [...skipped.values()], moved.length > 0),
  };
}

function toVariant(skipped: readonly number[], ordered: readonly LogEntry[]): Variant {
  const places = ordered.map(({ position }) => position).sort((a, b) => a - b);
  const changed = new Map<number, LogEntry | undefined>(places.map((decodeEntries, i) => [decodeEntries, ordered[i]]));
  const out = new Set(skipped);
  return {
    first: [...skipped, ...places].reduce((a, b) => Math.min(a, b), Infinity),
    at: (entry) => {
      const taken = changed.has(entry.position) ? changed.get(entry.position) : entry;
      return taken === undefined || out.has(taken.position) ? undefined : taken;
    },
  };
}

function commitFork(internals: StoreInternals, skipped: readonly LogEntry[], isMoved: boolean): ForkOutcome {
  internals.assert.write('commit');
  internals.assert.control('commit');
  const { models } = internals.kernel;
  models.useUndoFold(undoFold);
  // Rejected events are left out already, and for good.
  const left = skipped.filter(({ position }) => !models.controls.isRejected(position));
  const groups = [...new Set(left.map(({ event }) => event.metadata.group))];
  const reason = isMoved ? 'moved' : groups.length === 0 ? 'nothing' : refusal(internals, left, groups);
  if (reason !== undefined) return { ok: false, reason };
  const named = groups as readonly string[];
  return { ok: true, groups: named, receipt: appendControl(internals, Undone({ groups: named })) };
}

/** Checks the rules of an undo for each of the groups. */
function refusal(
  {
    actor,
    catalog,
    kernel: {
      models: { controls, tail },
    },
  }: StoreInternals,
  skipped: readonly LogEntry[],
  groups: readonly (string | undefined)[],
): Extract<ForkOutcome, { readonly ok: false }>['reason'] | undefined {
  if (skipped.some(({ event }) => event.metadata.actorId !== actor())) return 'foreign';
  if (skipped.some(({ event }) => !catalog.isUndoable(event.type))) return 'not-undoable';
  if (skipped.some(({ position }) => position <= tail.head - tail.horizon)) return 'out-of-horizon';
  for (const group of groups) {
    if (group === undefined) return 'part-of-group';
    if (tail.isOpaque(group)) return 'not-undoable';
    const count = skipped.filter(({ event }) => event.metadata.group === group).length;
    const members = controls.members(group).filter((position) => !controls.isRejected(position));
    if (members.length !== count) return 'part-of-group';
  }
  return undefined;
}

/**
 * Finds the events by event id or group id. Ids made by a store begin with their time, so it searches from there first.
 */
async function locate(
  pastReader: PastReader,
  ids: ReadonlySet<string>,
  logRange: LogRange,
  readOptions: PastReadOptions,
): Promise<ReadonlyMap<string, readonly LogEntry[]>> {
  const times = [...ids].map(timeOfId);
  const earliest = times.includes(undefined) ? undefined : (times as string[]).sort()[0];
  let first = 0;
  if (earliest !== undefined) {
    await pastReader.read(logRange.stored, logRange, readOptions);
    first = pastReader.times().pageFrom(earliest) ?? Infinity;
  }
  let found = await search(pastReader, ids, first, logRange, readOptions);
  // If the clock was set back, an id may be later than its event's page suggests.
  if (found.size < ids.size && first > 0) found = await search(pastReader, ids, 0, logRange, readOptions);
  for (const id of ids) if (!found.has(id)) throw new RefoldError('address.unknown', { id });
  return found;
}

async function search(
  pastReader: PastReader,
  ids: ReadonlySet<string>,
  first: number,
  logRange: LogRange,
  readOptions: PastReadOptions,
): Promise<Map<string, LogEntry[]>> {
  const found = new Map<string, LogEntry[]>();
  const note = (id: string | undefined, entry: LogEntry): void => {
    if (id === undefined || !ids.has(id)) return;
    if (isControl(entry.event)) throw new RefoldError('fork.control', { id, type: entry.event.type });
    const known = found.get(id);
    if (known === undefined) found.set(id, [entry]);
    else known.push(entry);
  };
  const take = (events: readonly LogEntry[]): void => {
    for (const entry of events) {
      note(entry.event.id, entry);
      if (!isControl(entry.event)) note(entry.event.metadata.group, entry);
    }
  };
  for await (const events of pastReader.eventsFrom(first, logRange, readOptions)) take(events);
  take(pastReader.pending(logRange));
  return found;
}
