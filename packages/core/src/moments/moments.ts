import type { ModelDefinition, ModelState, Placed } from '../engine/fold.ts';
import { Reader } from '../engine/reader.ts';
import type { PastWorld } from '../engine/shown-world.ts';
import { partsOf, type StoreParts } from '../engine/store-parts.ts';
import type { AnyStore } from '../engine/store-api.ts';
import { World } from '../engine/world.ts';
import type { Readable } from '../model/readable.ts';

/** All read models as they were at one time. It never changes, and shares with others what is the same in both. */
export interface Moment {
  /** Another number for each moment of a store. */
  readonly id: number;
}

/** The way of the read models from one moment to the next. */
export interface Step {
  readonly from: Moment;
  readonly to: Moment;
}

/** The moments that the read models of a store go through, for a framework that shows several of them at once. */
export interface Moments {
  /** The read models as they are. The same moment until one of them changes. */
  readonly now: Moment;
  /**
   * Told of all steps since it was last told, in order, when a batch is published; the answer ends it. A step follows on
   * the one before it, the first on the moment that is now. Whoever watches a value that the steps change is told before.
   */
  follow(listener: (steps: readonly Step[]) => void): () => void;
  /**
   * A step taken from another moment than it was taken from: its events are folded on that one, as React does with updates
   * that it has put in another order. A step that is no fold (an undo, a read model replaced, travelling in time) leads to
   * where it led. The same moment and step give the same moment.
   */
  after(moment: Moment, step: Step): Moment;
  /** What a readable, or `select` of it, gives in a moment. Throws `store.not_listed`, and what `select` throws. */
  read<R, T = R>(moment: Moment, read: Readable<R>, select?: (value: R) => T): T;
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
export function momentsOf(store: AnyStore): Moments {
  let moments = known.get(store);
  if (moments === undefined) known.set(store, (moments = new StoreMoments(store)));
  return moments;
}

const known = new WeakMap<AnyStore, Moments>();

interface States extends Moment {
  /** The same for moments that lead to each other by folding: another one once read models are replaced, or the past is shown. */
  readonly line: readonly ModelDefinition[] | PastWorld;
  readonly states: ReadonlyMap<string, ModelState>;
}

interface Fold extends Step {
  /** Undefined for a step that is no fold. */
  readonly events: readonly Placed[] | undefined;
  /** Where it leads from other moments. */
  readonly branches: WeakMap<Moment, Moment>;
}

interface Follower {
  readonly listener: (steps: readonly Step[]) => void;
  steps: Fold[];
}

class StoreMoments implements Moments {
  readonly #store: AnyStore;
  readonly #parts: StoreParts;
  readonly #followers = new Set<Follower>();
  readonly #readers = new WeakMap<Moment, Reader>();
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
    this.#parts = partsOf(store);
    this.#now = this.#last = { id: 0, line: [], states: new Map() };
  }

  get now(): States {
    if (this.#epoch !== this.#parts.shown.epoch || this.#now.line !== this.#line) this.#look();
    return this.#now;
  }

  get #line(): States['line'] {
    return this.#parts.shown.past ?? this.#parts.models.models;
  }

  follow(listener: (steps: readonly Step[]) => void): () => void {
    this.#end ??= this.#begin();
    if (this.now !== this.#last) this.#step(undefined);
    const follower: Follower = { listener, steps: [] };
    this.#followers.add(follower);
    return () => {
      this.#followers.delete(follower);
      if (this.#followers.size > 0) return;
      this.#end?.();
      this.#end = undefined;
    };
  }

  after(moment: Moment, step: Step): Moment {
    const { from, to, events, branches } = step as Fold;
    const { line, states } = moment as States;
    if (moment === from || events === undefined || line !== this.#parts.models.models) return to;
    let branch = branches.get(moment);
    if (branch === undefined) {
      const after: States = { id: ++this.#ids, line, states: this.#parts.models.foldOn(states, events) };
      branches.set(moment, (branch = after));
    }
    return branch;
  }

  read<R, T = R>(moment: Moment, read: Readable<R>, select?: (value: R) => T): T {
    let reader = this.#readers.get(moment);
    if (reader === undefined)
      this.#readers.set(
        moment,
        (reader = new Reader(new World((moment as States).states.entries()), this.#parts.models.listing)),
      );
    return reader.select<T>(read, select, Object.is).get();
  }

  #begin(): () => void {
    this.#mark();
    const endTaking = this.#parts.opener.onTaken((placed) => this.#folded(placed));
    const endListening = this.#store.subscribe(() => this.#published());
    return () => {
      endTaking();
      endListening();
    };
  }

  #folded(events: readonly Placed[]): void {
    // A batch changes the world once. Where more has happened, or on another line, it was not the fold alone.
    const isAlone = this.#parts.shown.epoch <= this.#lastEpoch + 1 && this.#line === this.#last.line;
    const isFold = isAlone && this.#parts.shown.past === undefined && !events.some(isControl);
    this.#step(isFold ? events : undefined);
  }

  #published(): void {
    if (this.now !== this.#last) this.#step(undefined);
    // Another listener may have appended: whoever watches is to hear of the same steps.
    this.#parts.publisher.tellWatchers();
    for (const follower of [...this.#followers]) {
      const { steps } = follower;
      follower.steps = [];
      if (steps.length > 0 && this.#followers.has(follower)) follower.listener(steps);
    }
  }

  #step(events: readonly Placed[] | undefined): void {
    const from = this.#last;
    this.#mark();
    const step: Fold = { from, to: this.#last, events, branches: new WeakMap() };
    for (const { steps } of this.#followers) steps.push(step);
  }

  #mark(): void {
    this.#look();
    this.#last = this.#now;
    this.#lastEpoch = this.#epoch;
  }

  #look(): void {
    const { shown } = this.#parts;
    const { models } = this.#parts.models;
    const { line, states } = this.#now;
    this.#epoch = shown.epoch;
    if (line === this.#line && models.every(({ name }) => states.get(name) === shown.state(name))) return;
    const next = new Map(models.map(({ name }) => [name, shown.state(name)]));
    this.#now = { id: ++this.#ids, line: this.#line, states: next };
  }
}

/** Those change what has been folded, and not only what comes behind. */
const isControl = ({ event }: Placed): boolean => event.type.startsWith('$');
