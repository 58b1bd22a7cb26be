import { ReadIndex } from './dependency-index.ts';
import type { ComputedValue, Dependency, Reading } from './dependency.ts';
import type { ReadableState } from '../fold/live-state.ts';

/** A value kept up to date, in the form that frameworks bind to. */
export interface Watch<T> {
  /** The value now. Throws what the selector throws. */
  readonly current: T;
  /** Told after each batch that changed the value; the answer ends it. A function that needs no `this`. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Those who watch a value, and are told when it has changed. */
export class Watchers {
  readonly #world: ReadableState;
  readonly #call: (listener: () => void) => void;
  #index = new ReadIndex();
  #count = 0;
  /** Up to where it has been asked what has changed. */
  #epoch: number;

  constructor(world: ReadableState, call: (listener: () => void) => void) {
    this.#world = world;
    this.#call = call;
    this.#epoch = world.epoch;
  }

  add(computed: ComputedValue, listener: () => void): () => void {
    // What was before the first of them concerns nobody.
    if (this.#index.size === 0) this.#epoch = this.#world.epoch;
    const watcher = new Watcher(computed, listener, (this.#count += 1));
    this.#index.put(watcher);
    return () => this.#index.delete(watcher);
  }

  /** Tells whoever watches a value that has changed since it last did. All are asked before anybody is told. */
  tell(): void {
    const { epoch } = this.#world;
    if (this.#epoch === epoch) return;
    const concerned = this.#index.concerned(this.#world.since(this.#epoch));
    this.#epoch = epoch;
    const changed: Watcher[] = [];
    for (const reading of concerned) if (reading instanceof Watcher && reading.look()) changed.push(reading);
    // Queries after those who read them, who have brought them up to date, or read them no more.
    for (const reading of concerned) if (this.#index.has(reading)) this.#index.put(reading);
    // In the order in which they began.
    for (const watcher of changed.sort((a, b) => a.order - b.order))
      // Another listener may just have ended it.
      if (this.#index.has(watcher)) this.#call(watcher.listener);
  }

  clear(): void {
    this.#index = new ReadIndex();
  }
}

class Watcher implements Reading {
  readonly listener: () => void;
  readonly order: number;
  readonly #computed: ComputedValue;
  #last: unknown;

  constructor(computed: ComputedValue, listener: () => void, order: number) {
    this.#computed = computed;
    this.listener = listener;
    this.order = order;
    this.look();
  }

  get dependencies(): readonly Dependency[] | undefined {
    return this.#computed.dependencies;
  }

  /** Whether it is another value than it was. */
  look(): boolean {
    const value = valueOf(this.#computed);
    if (Object.is(value, this.#last)) return false;
    this.#last = value;
    return true;
  }
}

/** The value, or, when computing it throws, the error: whoever watches is told and meets the error when reading. */
function valueOf(computed: ComputedValue): unknown {
  try {
    return computed.get();
  } catch (error) {
    return error;
  }
}
