import { upperBound } from '../fold/upper-bound.ts';
import type { ModelState } from '../fold/fold.ts';
import type { UndoneAsOf } from './undone-as-of.ts';
import { leastNeeded, type Spaced } from './checkpoint-spacing.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** Read-model states by model name. */
export type States = ReadonlyMap<string, ModelState>;

/** Read-model states at a position. */
export interface StateAt {
  readonly position: number;
  readonly states: States;
}

export interface Checkpoint extends Spaced, StateAt {
  /** Roughly how many bytes the events of the page before it have changed. */
  readonly weight: number;
}

/** States along a log, by position. They are bounded in number and in bytes. The first always stays. */
export class Checkpoints {
  readonly #kept: Checkpoint[];
  #max: number = laterSizes.historyStates;
  #weight = 0;
  /** The position that was last asked for. Checkpoints are denser near it. */
  cursor = 0;

  constructor(first: Checkpoint) {
    this.#kept = [first];
  }

  /** Limits how many states are kept, the first and the last included. */
  keepAtMost(count: number): void {
    this.#max = Math.max(2, count);
    this.#thin();
  }

  keep(checkpoint: Checkpoint): void {
    const at = upperBound(this.#kept, checkpoint.position);
    if (this.#kept[at - 1]?.position === checkpoint.position) return;
    this.#kept.splice(at, 0, checkpoint);
    this.#weight += checkpoint.weight;
    this.#thin();
  }

  /** Drops all states but the first and the last. */
  release(): void {
    for (const { weight } of this.#kept.splice(1, Math.max(0, this.#kept.length - 2))) this.#weight -= weight;
  }

  /** Positions between two others, the last first. */
  between(start: number, end: number): readonly number[] {
    const positions = this.#kept.map(({ position }) => position);
    return positions.filter((position) => position > start && position < end).reverse();
  }

  /**
   * The newest checkpoint at or before `upTo` that is still valid as of `asOf`: no control in between reaches below it.
   */
  newestServing(undone: UndoneAsOf, upTo: number, asOf: number): Checkpoint {
    const below = this.#kept.slice(0, upperBound(this.#kept, upTo));
    const newest = undone.newestServing(
      below.map(({ position }) => position),
      asOf,
    );
    return below.find(({ position }) => position === newest) ?? this.#kept[0]!;
  }

  #thin(): void {
    while (this.#kept.length > this.#max || this.#weight > laterSizes.historyStatesBytes) {
      const least = leastNeeded(this.#kept, this.cursor);
      if (least === -1) return;
      this.#weight -= this.#kept[least]!.weight;
      this.#kept.splice(least, 1);
    }
  }
}
