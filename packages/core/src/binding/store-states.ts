import type { ModelDefinition, ModelState, LogEntry } from '../fold/fold.ts';
import { Reader } from '../read/reader.ts';
import type { PastState } from '../read/displayed-state.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import type { AnyStore } from '../store/store.ts';
import { LiveState } from '../fold/live-state.ts';
import type { Readable } from '../model/readable.ts';

/** All read models as they were at one time. It never changes, and shares with others what is the same in both. */
export interface StoreState {
  /** Another number for each moment of a store. */
  readonly id: number;
}

/** The way of the read models from one moment to the next. */
export interface StoreUpdate {
  readonly from: StoreState;
  readonly to: StoreState;
}

/** The moments that the read models of a store go through, for a framework that shows several of them at once. */
export interface StoreStates {
  /** The read models as they are. The same moment until one of them changes. */
  readonly now: StoreState;
  /**
   * Told of all steps since it was last told, in order, when a batch is published; the answer ends it. A step follows on
   * the one before it, the first on the moment that is now. Whoever watches a value that the steps change is told before.
   */
  follow(listener: (updates: readonly StoreUpdate[]) => void): () => void;
  /**
   * A step taken from another moment than it was taken from: its events are folded on that one, as React does with updates
   * that it has put in another order. A step that is no fold (an undo, a read model replaced, travelling in time) leads to
   * where it led. The same moment and step give the same moment.
   */
  after(state: StoreState, update: StoreUpdate): StoreState;
  /** What a readable, or `select` of it, gives in a moment. Throws `store.not_listed`, and what `select` throws. */
  read<R, T = R>(state: StoreState, read: Readable<R>, select?: (value: R) => T): T;
}

/**
 * The moments of a store, which must be ready. They cost nothing until they are followed. The same store gives the same.
 *
 * @example
 * const moments = momentsOf(store);
 * const before = moments.now;
 * store.append(Sold({ sku: 'a' }));
 * moments.read(before, takings, (t) => t.sold); // as it was
 */
export function storeStates(store: AnyStore): StoreStates {
  let moments = known.get(store);
  if (moments === undefined) known.set(store, (moments = new StoreMoments(store)));
  return moments;
}

const known = new WeakMap<AnyStore, StoreStates>();

interface States extends StoreState {
  /** The same for moments that lead to each other by folding: another one once read models are replaced, or the past is shown. */
  readonly line: readonly ModelDefinition[] | PastState;
  readonly states: ReadonlyMap<string, ModelState>;
}

interface Fold extends StoreUpdate {
  /** Undefined for a step that is no fold. */
  readonly events: readonly LogEntry[] | undefined;
  /** Where it leads from other moments. */
  readonly branches: WeakMap<StoreState, StoreState>;
}

interface Follower {
  readonly listener: (updates: readonly StoreUpdate[]) => void;
  updates: Fold[];
}

class StoreMoments implements StoreStates {
  readonly #store: AnyStore;
  readonly #internals: StoreInternals;
  readonly #followers = new Set<Follower>();
  readonly #readers = new WeakMap<StoreState, Reader>();
  #ids = 0;
  #now: States;
  /** The epoch that `#now` is known to be of. */
  #epoch = -1;
  /** Where the last step led, and at which epoch. */
  #last: States;
  #lastEpoch = -1;
  #end: (() => void) | undefined;

  constructor(store: AnyStore) {
    this.#store = store;
    this.#internals = internalsOf(store);
    this.#now = this.#last = { id: 0, line: [], states: new Map() };
  }

  get now(): States {
    if (this.#epoch !== this.#internals.kernel.displayed.epoch || this.#now.line !== this.#line) this.#look();
    return this.#now;
  }

  get #line(): States['line'] {
    return this.#internals.kernel.displayed.past ?? this.#internals.kernel.models.models;
  }

  follow(listener: (updates: readonly StoreUpdate[]) => void): () => void {
    this.#end ??= this.#begin();
    if (this.now !== this.#last) this.#update(undefined);
    const follower: Follower = { listener, updates: [] };
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
      if (this.#followers.size > 0) return;
      this.#end?.();
      this.#end = undefined;
    };
  }

  after(state: StoreState, update: StoreUpdate): StoreState {
    const { from, to, events, branches } = update as Fold;
    const { line, states } = state as States;
    if (state === from || events === undefined || line !== this.#internals.kernel.models.models) return to;
    let branch = branches.get(state);
    if (branch === undefined) {
      const after: States = { id: ++this.#ids, line, states: this.#internals.kernel.models.foldOn(states, events) };
      branches.set(state, (branch = after));
    }
    return branch;
  }

  read<R, T = R>(state: StoreState, read: Readable<R>, select?: (value: R) => T): T {
    let reader = this.#readers.get(state);
    if (reader === undefined)
      this.#readers.set(
        state,
        (reader = new Reader(new LiveState((state as States).states.entries()), this.#internals.kernel.models.listing)),
      );
    return reader.select<T>(read, select, Object.is).get();
  }

  #begin(): () => void {
    this.#mark();
    const endTaking = this.#internals.kernel.onApplied((entries) => this.#folded(entries));
    const endListening = this.#store.subscribe(() => this.#published());
    return () => {
      endTaking();
      endListening();
    };
  }

  #folded(events: readonly LogEntry[]): void {
    // A batch changes the world once. Where more has happened, or on another line, it was not the fold alone.
    const isAlone = this.#internals.kernel.displayed.epoch <= this.#lastEpoch + 1 && this.#line === this.#last.line;
    const isFold = isAlone && this.#internals.kernel.displayed.past === undefined && !events.some(isControl);
    this.#update(isFold ? events : undefined);
  }

  #published(): void {
    if (this.now !== this.#last) this.#update(undefined);
    // Another listener may have appended: whoever watches is to hear of the same steps.
    this.#internals.kernel.publisher.tellWatchers();
    for (const follower of [...this.#followers]) {
      const { updates } = follower;
      follower.updates = [];
      if (updates.length > 0 && this.#followers.has(follower)) follower.listener(updates);
    }
  }

  #update(events: readonly LogEntry[] | undefined): void {
    const from = this.#last;
    this.#mark();
    const update: Fold = { from, to: this.#last, events, branches: new WeakMap() };
    for (const { updates } of this.#followers) updates.push(update);
  }

  #mark(): void {
    this.#look();
    this.#last = this.#now;
    this.#lastEpoch = this.#epoch;
  }

  #look(): void {
    const { displayed } = this.#internals.kernel;
    const { models } = this.#internals.kernel.models;
    const { line, states } = this.#now;
    this.#epoch = displayed.epoch;
    if (line === this.#line && models.every(({ name }) => states.get(name) === displayed.state(name))) return;
    const next = new Map(models.map(({ name }) => [name, displayed.state(name)]));
    this.#now = { id: ++this.#ids, line: this.#line, states: next };
  }
}

/** Those change what has been folded, and not only what comes behind. */
const isControl = ({ event }: LogEntry): boolean => event.type.startsWith('$');
