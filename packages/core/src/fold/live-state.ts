import type { Folded, ModelChange, ModelState } from './fold.ts';
import { sizes } from '../log/sizes.ts';

/** Changes by read model. */
export type Changes = ReadonlyMap<string, ModelChange>;

/** The part of a state that reads need. */
export interface ReadableState {
  readonly epoch: number;
  has(model: string): boolean;
  state(model: string): ModelState;
  /** The changes since an epoch, batch by batch; undefined if that is too long ago. */
  since(epoch: number): readonly Changes[] | undefined;
}

/**
 * The current state of all read models, which advances batch by batch. `epoch` counts the batches that changed
 * something.
 */
export class LiveState implements ReadableState {
  readonly #models: Map<string, ModelState>;
  readonly #recent: Changes[] = [];
  /** How many rows changed in these. */
  #rows = 0;
  #epoch = 0;

  constructor(models: Iterable<readonly [string, ModelState]>) {
    this.#models = new Map(models);
  }

  get epoch(): number {
    return this.#epoch;
  }

  has(model: string): boolean {
    return this.#models.has(model);
  }

  state(model: string): ModelState {
    return this.#models.get(model)!;
  }

  /** Puts the folded read models of a batch in place. Returns their changes. */
  put(folded: Iterable<readonly [string, Folded]>): Changes {
    const changes = new Map<string, ModelChange>();
    for (const [name, { state, change }] of folded) {
      if (state === this.state(name)) continue;
      this.#models.set(name, state);
      if (change !== undefined) changes.set(name, change);
    }
    this.advance([], changes);
    return changes;
  }

  /** Sets the new states of a batch. */
  advance(states: Iterable<readonly [string, ModelState]>, changes: Changes): void {
    for (const [name, state] of states) this.#models.set(name, state);
    if (changes.size === 0) return;
    this.#epoch += 1;
    this.#recent.push(changes);
    this.#rows += rowsOf(changes);
    // Each batch holds old rows, so many rows weigh more than many batches. Keep the last: watchers need it.
    while (
      this.#recent.length > sizes.rememberedBatches ||
      (this.#rows > sizes.rememberedRows && this.#recent.length > 1)
    )
      this.#rows -= rowsOf(this.#recent.shift()!);
  }

  since(epoch: number): readonly Changes[] | undefined {
    const count = this.#epoch - epoch;
    return count > this.#recent.length ? undefined : this.#recent.slice(this.#recent.length - count);
  }
}

function rowsOf(changes: Changes): number {
  let rows = 0;
  for (const change of changes.values()) if (change !== 'whole') rows += change.size;
  return rows;
}
