import { ReadIndex } from './dependency-index.ts';
import type { ComputedValue, Dependency, Reading } from './dependency.ts';
import type { ReadableState } from '../fold/live-state.ts';

/** A value that stays current, in the form that frameworks bind to. */
export interface Watch<T> {
  /** The current value. Throws the selector's error. */
  readonly current: T;
  /** Calls `listener` after each batch that changes the value. Returns an unsubscribe function. Safe to destructure. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The watchers of values, notified when their value changes. */
export class Watchers {
  readonly #world: ReadableState;
  readonly #call: (listener: () => void) => void;
  #index = new ReadIndex();
  #count = 0;
  /** The epoch up to which changes have been checked. */
  #epoch: number;

  constructor(world: ReadableState, call: (listener: () => void) => void) {
    this.#world = world;
    this.#call = call;
    this.#epoch = world.epoch;
  }

  add(computed: ComputedValue, listener: () => void): () => void {
    // Changes before the first watcher concern none.
    if (this.#index.size === 0) this.#epoch = this.#world.epoch;
    const watcher = new Watcher(computed, listener, (this.#count += 1));
    this.#index.put(watcher);
    return () => this.#index.delete(watcher);
  }

  /**
   * Notifies the watchers whose value changed since the last call. It computes all values before it calls the first
   * listener.
   */
  tell(): void {
    const { epoch } = this.#world;
    if (this.#epoch === epoch) return;
    const concerned = this.#index.concerned(this.#world.since(this.#epoch));
    this.#epoch = epoch;
    const changed: Watcher[] = [];
    for (const reading of concerned) if (reading instanceof Watcher && reading.look()) changed.push(reading);
    // Index queries after their readers, which have updated or dropped them.
    for (const reading of concerned) if (this.#index.has(reading)) this.#index.put(reading);
    // In the order of subscription.
    for (const watcher of changed.sort((a, b) => a.order - b.order))
      // Another listener may just have unsubscribed it.
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

  /** Updates the value; returns whether it changed. */
  look(): boolean {
    const value = valueOf(this.#computed);
    if (Object.is(value, this.#last)) return false;
    this.#last = value;
    return true;
  }
}

/** The value, or the error if computing it throws. Its watcher is notified, and meets the error when it reads. */
function valueOf(computed: ComputedValue): unknown {
  try {
    return computed.get();
  } catch (error) {
    return error;
  }
}
