import type { LogEntry, ModelDefinition, ModelState } from '../fold/fold.ts';
import { Reader } from '../read/reader.ts';
import type { PastState } from '../read/displayed-state.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import type { AnyStore } from '../store/store.ts';
import { LiveState } from '../fold/live-state.ts';
import type { Append, ReplaceTail } from '../store/change.ts';
import type { FoldedLog } from '../fold/another-tail/folded-log.ts';
import { type Lacking, NO_EVENTS, OwnEvents } from './own-events.ts';
import type { Readable } from '../model/readable.ts';

/** All read models at one time. It never changes, and shares unchanged objects with other states. */
export interface StoreState {
  /** A different number for each state of a store. */
  readonly id: number;
}

/** A change of the read models from one state to the next. */
export interface StoreUpdate {
  readonly from: StoreState;
  readonly to: StoreState;
}

/** The states of a store's read models, for a framework that shows several of them at once. */
export interface StoreStates {
  /** The current state. The identical object until a read model changes. */
  readonly now: StoreState;
  /**
   * Calls `listener` when a batch is published, with all updates since its last call, in order. Each update begins at
   * the state where the one before it ended; the first begins at `now`. Listeners of changed values run earlier.
   * Returns an unsubscribe function.
   */
  follow(listener: (updates: readonly StoreUpdate[]) => void): () => void;
  /**
   * Applies an update to another state than its own `from`. React needs this when it reorders updates. Own events are
   * folded on that state. Events of another tab are folded where they stand in the log, without the own events that the
   * state lacks. An update that is not a fold leads to its own `to`: an undo, a replaced read model, time travel. The
   * same state and update return the identical state.
   */
  after(state: StoreState, update: StoreUpdate): StoreState;
  /** The value of a readable, or `select` of it, in a state. Throws `store.not_listed`, and the errors of `select`. */
  read<R, T = R>(state: StoreState, read: Readable<R>, select?: (value: R) => T): T;
}

/**
 * Returns the states of a store, which must be ready. They cost nothing until something follows them. The same store
 * returns the identical object.
 *
 * @example
 * const states = storeStates(store);
 * const before = states.now;
 * store.append(Sold({ sku: 'a' }));
 * states.read(before, takings, (t) => t.sold); // as it was
 */
export function storeStates(store: AnyStore): StoreStates {
  let states = known.get(store);
  if (states === undefined) known.set(store, (states = new StatesOfStore(store)));
  return states;
}

const known = new WeakMap<AnyStore, StoreStates>();

interface States extends StoreState, Lacking {
  /**
   * Identifies states that lead to each other by folding. It changes when read models are replaced, or the past is
   * shown.
   */
  readonly line: readonly ModelDefinition[] | PastState;
  readonly states: ReadonlyMap<string, ModelState>;
}

interface Update extends StoreUpdate {
  readonly to: States;
  readonly number: number;
  /** Own events, at the end of the log. */
  readonly events?: readonly LogEntry[];
  /** The log with events of others. Both are absent for an update that is not a fold. */
  readonly log?: FoldedLog;
  /** The results of applying it to other states. */
  readonly branches: WeakMap<StoreState, StoreState>;
}

interface Follower {
  readonly listener: (updates: readonly StoreUpdate[]) => void;
  updates: Update[];
}

class StatesOfStore implements StoreStates {
  readonly #store: AnyStore;
  readonly #internals: StoreInternals;
  readonly #followers = new Set<Follower>();
  readonly #readers = new WeakMap<StoreState, Reader>();
  readonly #own = new OwnEvents();
  #ids = 0;
  #updates = 0;
  #now: States;
  /** The epoch that `#now` belongs to. */
  #epoch = -1;
  /** The state after the last update, and its epoch. */
  #last: States;
  #lastEpoch = -1;
  #end: (() => void) | undefined;

  constructor(store: AnyStore) {
    this.#store = store;
    this.#internals = internalsOf(store);
    this.#now = this.#last = { id: 0, line: [], states: new Map(), upTo: 0, lacks: undefined };
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
    if (this.now !== this.#last) this.#update();
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
    const { from, to, events, log, branches } = update as Update;
    const before = state as States;
    const isFold = events !== undefined || log !== undefined;
    if (state === from || !isFold || before.line !== this.#internals.kernel.models.models) return to;
    let branch = branches.get(state);
    if (branch === undefined) branches.set(state, (branch = this.#branch(before, update as Update)));
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
    this.#own.forget(++this.#updates);
    this.#mark();
    const endTaking = this.#internals.kernel.onApplied((change) => this.#folded(change));
    const endListening = this.#store.subscribe(() => this.#published());
    return () => {
      endTaking();
      endListening();
    };
  }

  #branch(state: States, { to, number, events, log }: Update): States {
    const { models } = this.#internals.kernel;
    const lacks = this.#own.lackedBy(state, number);
    const shown = state.states;
    let states: States['states'] | undefined;
    if (events !== undefined) {
      const folded = models.foldOn({ state: (name) => shown.get(name)! }, events);
      states = new Map(folded.map(([name, { state: next }]) => [name, next]));
    } else if (lacks !== undefined && lacks.size > 0) states = log!.without({ ids: lacks, whole: to.states, shown });
    return states === undefined ? to : { id: ++this.#ids, line: state.line, states, upTo: number, lacks };
  }

  #folded(change: Append | ReplaceTail): void {
    const { displayed, models } = this.#internals.kernel;
    // A batch changes the state once. If more changed, or on another line, it was not the fold alone.
    const isAlone = displayed.epoch <= this.#lastEpoch + 1 && this.#line === this.#last.line;
    if (!isAlone || displayed.past !== undefined) this.#update();
    else if (change.type === 'replaceTail') this.#update({ log: change.replaced.foldedLog(models) });
    else this.#update(change.entries.some(isControl) ? {} : { events: change.entries });
  }

  #published(): void {
    if (this.now !== this.#last) this.#update();
    // Another listener may have appended, so let the watchers of values receive the same updates first.
    this.#internals.kernel.publisher.tellWatchers();
    for (const follower of [...this.#followers]) {
      const { updates } = follower;
      follower.updates = [];
      if (updates.length > 0 && this.#followers.has(follower)) follower.listener(updates);
    }
  }

  #update(change: Pick<Update, 'events' | 'log'> = {}): void {
    const from = this.#last;
    const number = ++this.#updates;
    if (change.events !== undefined) this.#own.add(number, change.events);
    else if (change.log === undefined) this.#own.forget(number);
    this.#mark();
    const to = this.#last;
    const update: Update = { from, to, number, ...change, branches: new WeakMap() };
    for (const { updates } of this.#followers) updates.push(update);
  }

  #mark(): void {
    this.#look();
    this.#last = this.#now;
    // Whether a state has own events that changed nothing is unknown: the newest counts as one that has them.
    this.#last.upTo = this.#updates;
    this.#lastEpoch = this.#epoch;
  }

  #look(): void {
    const { displayed } = this.#internals.kernel;
    const { models } = this.#internals.kernel.models;
    const { line, states } = this.#now;
    this.#epoch = displayed.epoch;
    if (line === this.#line && models.every(({ name }) => states.get(name) === displayed.state(name))) return;
    const next = new Map(models.map(({ name }) => [name, displayed.state(name)]));
    this.#now = { id: ++this.#ids, line: this.#line, states: next, upTo: this.#updates, lacks: NO_EVENTS };
  }
}

/** A control changes events that are already folded. */
const isControl = ({ event }: LogEntry): boolean => event.type.startsWith('$');
