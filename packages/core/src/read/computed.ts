import { type ComputedValue, holds, isChanged, type Dependency, touches } from './dependency.ts';
import type { ReadableState } from '../fold/live-state.ts';

/**
 * A cached computation that records its dependencies. It computes again only when one of them changed, and keeps the
 * old result if the new one is equal. The idea is that of signals.
 */
export class Computed<T> implements ComputedValue {
  readonly #world: ReadableState;
  readonly #compute: (note: (read: Dependency) => void) => T;
  readonly #isSame: (a: T, b: T) => boolean;
  #last: { readonly value: T; readonly dependencies: readonly Dependency[] } | undefined;
  #epoch = -1;

  constructor(world: ReadableState, compute: (note: (read: Dependency) => void) => T, isSame: (a: T, b: T) => boolean) {
    this.#world = world;
    this.#compute = compute;
    this.#isSame = isSame;
  }

  /** The current dependencies; undefined before the first `get`, and if the computation throws. */
  get dependencies(): readonly Dependency[] | undefined {
    return this.#epoch === this.#world.epoch ? this.#last?.dependencies : undefined;
  }

  /** The current value. Throws the computation's error, and computes again each time it does. */
  get(): T {
    const last = this.#last;
    if (last !== undefined && (this.#epoch === this.#world.epoch || this.#isValid(last.dependencies))) {
      this.#epoch = this.#world.epoch;
      return last.value;
    }
    const dependencies: Dependency[] = [];
    const { epoch } = this.#world;
    const computed = this.#compute((read) => void dependencies.push(read));
    const value = last !== undefined && this.#isSame(last.value, computed) ? last.value : computed;
    this.#last = { value, dependencies };
    this.#epoch = epoch;
    return value;
  }

  #isValid(dependencies: readonly Dependency[]): boolean {
    const recent = this.#world.since(this.#epoch);
    const mayDiffer = (read: Dependency): boolean =>
      recent === undefined || recent.some((changes) => touches(read, changes));
    return dependencies.every(
      (read) =>
        !mayDiffer(read) || (!isChanged(read, recent) && holds(read, (model) => this.#world.state(model).value)),
    );
  }
}
