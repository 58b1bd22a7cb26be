import { type Computed, holds, isChanged, type Read, touches } from './reads.ts';
import type { ReadableWorld } from './world.ts';

/**
 * A computed value that knows what it read. It is computed again only when some of that has changed, and keeps its old
 * result when the new one is the same.
 */
export class Cell<T> implements Computed {
  readonly #world: ReadableWorld;
  readonly #compute: (note: (read: Read) => void) => T;
  readonly #isSame: (a: T, b: T) => boolean;
  #last: { readonly value: T; readonly reads: readonly Read[] } | undefined;
  #epoch = -1;

  constructor(world: ReadableWorld, compute: (note: (read: Read) => void) => T, isSame: (a: T, b: T) => boolean) {
    this.#world = world;
    this.#compute = compute;
    this.#isSame = isSame;
  }

  /** What the value now comes from; undefined before that was asked for, and when it throws. */
  get reads(): readonly Read[] | undefined {
    return this.#epoch === this.#world.epoch ? this.#last?.reads : undefined;
  }

  /** The value now. Throws what the computation throws, each time anew. */
  get(): T {
    const last = this.#last;
    if (last !== undefined && (this.#epoch === this.#world.epoch || this.#isValid(last.reads))) {
      this.#epoch = this.#world.epoch;
      return last.value;
    }
    const reads: Read[] = [];
    const { epoch } = this.#world;
    const computed = this.#compute((read) => void reads.push(read));
    const value = last !== undefined && this.#isSame(last.value, computed) ? last.value : computed;
    this.#last = { value, reads };
    this.#epoch = epoch;
    return value;
  }

  #isValid(reads: readonly Read[]): boolean {
    const recent = this.#world.since(this.#epoch);
    const mayDiffer = (read: Read): boolean => recent === undefined || recent.some((changes) => touches(read, changes));
    return reads.every(
      (read) =>
        !mayDiffer(read) || (!isChanged(read, recent) && holds(read, (model) => this.#world.state(model).value)),
    );
  }
}
