import type { ModelState } from '../fold/fold.ts';
import type { Changes, ReadableState } from '../fold/live-state.ts';

/** Read models as they were at a position. */
export interface PastState {
  readonly position: number;
  readonly states: ReadonlyMap<string, ModelState>;
}

/**
 * The world that a store's reads see: the live one, or a past one while somebody travels. The live one goes on
 * underneath. Its epochs go up with every switch, and nobody can say what changed across one, so what is remembered is
 * then compared by what it read.
 */
export class DisplayedState implements ReadableState {
  readonly #live: ReadableState;
  #past: PastState | undefined;
  #states = new Map<string, ModelState>();
  /** The epoch of the last switch. */
  #since = 0;
  /** How far the epochs here are ahead of the live ones. */
  #ahead = 0;

  constructor(live: ReadableState) {
    this.#live = live;
  }

  get past(): PastState | undefined {
    return this.#past;
  }

  get epoch(): number {
    return this.#past === undefined ? this.#live.epoch + this.#ahead : this.#since;
  }

  /** Shows a past world in the place of what is shown; none: the live one. */
  show(past: PastState | undefined): void {
    this.#since = this.epoch + 1;
    this.#past = past;
    this.#states = new Map(past?.states);
    this.#ahead = this.#since - this.#live.epoch;
  }

  has(model: string): boolean {
    return this.#live.has(model);
  }

  state(model: string): ModelState {
    const live = this.#live.state(model);
    if (this.#past === undefined) return live;
    const past = this.#states.get(model);
    if (past !== undefined) return past;
    // Attached since: as it is now, and no further, as nothing moves on here.
    this.#states.set(model, live);
    return live;
  }

  since(epoch: number): readonly Changes[] | undefined {
    if (epoch < this.#since) return undefined;
    return this.#past === undefined ? this.#live.since(epoch - this.#ahead) : [];
  }
}
