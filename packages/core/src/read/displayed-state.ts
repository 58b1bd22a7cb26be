import type { ModelState } from '../fold/fold.ts';
import type { Changes, ReadableState } from '../fold/live-state.ts';

/** Read models at a position. */
export interface PastState {
  readonly position: number;
  readonly states: ReadonlyMap<string, ModelState>;
}

/**
 * The state that a store's reads see: the live one, or a past one during time travel. The live state advances
 * underneath. Each switch raises the epoch. The changes across a switch are unknown, so cached values are then
 * validated by their dependencies.
 */
export class DisplayedState implements ReadableState {
  readonly #live: ReadableState;
  #past: PastState | undefined;
  #states = new Map<string, ModelState>();
  /** The epoch of the last switch. */
  #since = 0;
  /** How far these epochs are ahead of the live ones. */
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

  /** Displays a past state; undefined displays the live one. */
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
    // Attached since: shows its live state, which stays fixed here.
    this.#states.set(model, live);
    return live;
  }

  since(epoch: number): readonly Changes[] | undefined {
    if (epoch < this.#since) return undefined;
    return this.#past === undefined ? this.#live.since(epoch - this.#ahead) : [];
  }
}
