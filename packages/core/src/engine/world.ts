import type { ModelChange, ModelState } from './fold.ts';
import { sizes } from '../log/sizes.ts';

/** Changes by read model. */
export type Changes = ReadonlyMap<string, ModelChange>;

/** What reading needs of a world. */
export interface ReadableWorld {
  readonly epoch: number;
  has(model: string): boolean;
  state(model: string): ModelState;
  /** What changed since an epoch, batch by batch; undefined when that is too long ago to say. */
  since(epoch: number): readonly Changes[] | undefined;
}

/** All read models at one moment, which moves on batch by batch. `epoch` counts the batches that changed something. */
export class World implements ReadableWorld {
  readonly #models: Map<string, ModelState>;
  readonly #recent: Changes[] = [];
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

  /** Puts in the new states of a batch. */
  advance(states: Iterable<readonly [string, ModelState]>, changes: Changes): void {
    for (const [name, state] of states) this.#models.set(name, state);
    if (changes.size === 0) return;
    this.#recent[this.#epoch++ % sizes.rememberedBatches] = changes;
  }

  since(epoch: number): readonly Changes[] | undefined {
    if (this.#epoch - epoch > sizes.rememberedBatches) return undefined;
    const changes: Changes[] = [];
    for (let e = epoch; e < this.#epoch; e++) changes.push(this.#recent[e % sizes.rememberedBatches]!);
    return changes;
  }
}
