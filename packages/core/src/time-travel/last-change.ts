import type { ModelDefinition, LogEntry } from '../fold/fold.ts';
import { notListed } from '../read/reader.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Readable, ReadModel } from '../model/readable.ts';
import { Table } from '../model/table/table.ts';
import { type Address, resolve } from './address.ts';
import { changedPaths, holderOf, type Path, valueAt } from './changed-paths.ts';
import type { StateAt } from './checkpoints.ts';
import type { PastReader, PastReadOptions } from './past-reader.ts';
import { pastReaderOf } from './past-reader-of.ts';
import { type LogRange, headOf } from './log/log-range.ts';
import type { PastOptions } from './state-at.ts';

/** The event that last changed a value, with the value before and after it. */
export interface LastChange {
  readonly position: number;
  /** The undo or redo event itself, if that changed the value. */
  readonly event: Envelope;
  readonly before: unknown;
  readonly after: unknown;
}

export interface LastChangeOptions extends PastOptions {
  /** Changes after this are left out. Default: the head. */
  readonly upTo?: Address;
}

/**
 * Finds the event that last changed the value at a path of a view or a collection (a row's key first). That is the last
 * event after which the value differs from before. Resolves to undefined if no event did. In a compacted log that
 * cannot be known, so it rejects with `address.out_of_range` if there was no change since the past begins. It searches
 * backwards from the head, checkpoint by checkpoint, and folds single events only where the value may have changed. If
 * a reducer puts back the identical object, changes in between stay hidden. Rejects as `at` does, and with
 * `store.not_listed`.
 *
 * @example
 * const change = await lastChange(store, stock, ['tea', 'left']);
 * if (change) console.log(change.event.metadata.actorId, change.before, change.after);
 */
export async function lastChange(
  store: AnyStore,
  model: Readable & ReadModel,
  path: Path,
  options: LastChangeOptions = {},
): Promise<LastChange | undefined> {
  const pastReader = await pastReaderOf(store, 'lastChange', options);
  const { listing } = internalsOf(store).kernel.models;
  // Found by name: after hot reload, the old definition stands for its replacement.
  const definition = pastReader.models.find(({ name }) => name === model.name && listing.has(model));
  if (definition === undefined) throw notListed('read model', model.name, listing);
  const logRange = await pastReader.logRange();
  const upTo = options.upTo ?? logRange.stored + logRange.pending.length;
  const { position } = await resolve(pastReader, upTo, logRange, options);
  return new Search(pastReader, definition, path, logRange, options).before(position);
}

class Search {
  readonly #pastReader: PastReader;
  readonly #model: ModelDefinition;
  readonly #path: Path;
  readonly #logRange: LogRange;
  readonly #readOptions: PastReadOptions;

  constructor(
    pastReader: PastReader,
    model: ModelDefinition,
    path: Path,
    logRange: LogRange,
    readOptions: PastReadOptions,
  ) {
    this.#pastReader = pastReader;
    this.#model = model;
    this.#path = path;
    this.#logRange = logRange;
    this.#readOptions = readOptions;
  }

  /** Searches backwards from a position: the stretches between effective controls, and each such control. */
  async before(position: number): Promise<LastChange | undefined> {
    const { floor } = this.#pastReader;
    const head = headOf(this.#logRange);
    await this.#pastReader.read(position, this.#logRange, this.#readOptions);
    let end = position;
    for (const control of this.#pastReader.controlsUpTo(position, this.#logRange)) {
      if (control <= floor) break;
      const found = (await this.#inStretch(control, end)) ?? (await this.#ofOne(control));
      if (found !== undefined) return found;
      end = control - 1;
    }
    const found = await this.#inStretch(floor, end);
    // The events before the floor are gone, so an earlier change cannot be ruled out.
    if (found === undefined && floor > 0)
      throw new RefoldError('address.out_of_range', { position: floor - 1, floor, head });
    return found;
  }

  async #inStretch(start: number, end: number): Promise<LastChange | undefined> {
    let later = await this.#at(end);
    for (const position of this.#pastReader.keptBetween(start, end)) {
      const kept = await this.#at(position);
      const found = await this.#between(kept, later);
      if (found !== undefined) return found;
      later = kept;
    }
    return later.position === start ? undefined : this.#between(await this.#at(start), later);
  }

  /** Searches the two halves, the later one first, as long as the value may have changed in them. */
  async #between(start: StateAt, end: StateAt): Promise<LastChange | undefined> {
    const length = end.position - start.position;
    if (length <= 0) return undefined;
    const holder = this.#holder(start);
    const isSame = holder === this.#holder(end);
    // A table without the row may have had it in between, and still be the identical table.
    if (isSame && !(holder instanceof Table && (await this.#isTouched(start.position, end.position)))) return undefined;
    if (length === 1) return this.#change(start, end);
    const middle = await this.#on(start, start.position + (length >> 1));
    // Fold on from the middle, so that unchanged values are identical objects.
    return (await this.#between(middle, await this.#on(middle, end.position))) ?? this.#between(start, middle);
  }

  /** Whether the read model folds any event between two positions. */
  async #isTouched(start: number, end: number): Promise<boolean> {
    const isTouching = ({ position, event }: LogEntry): boolean =>
      position > start && position <= end && this.#model['~handlers'].has(event.type);
    for await (const events of this.#pastReader.eventsAfter(start, this.#logRange, this.#readOptions)) {
      if (events.some(isTouching)) return true;
      if ((events.at(-1)?.position ?? 0) >= end) return false;
    }
    return this.#pastReader.pending(this.#logRange).some(isTouching);
  }

  async #ofOne(position: number): Promise<LastChange | undefined> {
    return this.#change(await this.#at(position - 1), await this.#at(position));
  }

  async #change(before: StateAt, after: StateAt): Promise<LastChange | undefined> {
    const [was, is] = [this.#value(before), this.#value(after)];
    if (changedPaths(was, is).next().done === true) return undefined;
    const entry = await this.#pastReader.eventAt(after.position, this.#logRange, this.#readOptions);
    return entry && { position: after.position, event: entry.event, before: was, after: is };
  }

  async #at(position: number): Promise<StateAt> {
    return {
      position,
      states: await this.#pastReader.statesAt(position, this.#logRange, this.#readOptions, [this.#model]),
    };
  }

  #on(from: StateAt, to: number): Promise<StateAt> {
    return this.#pastReader.foldOn(from, to, this.#logRange, this.#readOptions, [this.#model]);
  }

  #value({ states }: StateAt): unknown {
    return valueAt(states.get(this.#model.name)?.value, this.#path);
  }

  #holder({ states }: StateAt): unknown {
    return holderOf(states.get(this.#model.name)?.value, this.#path);
  }
}
