import { isControl } from '../model/control-events.ts';
import { sizes } from '../log/sizes.ts';
import type { LogEntry } from './fold.ts';
import type { ReadModels } from './read-models.ts';
import { isReleased } from './released-event.ts';
import type { Tail } from './tail.ts';
import { weightOf } from './weight.ts';

interface HeldPayload {
  readonly position: number;
  readonly weight: number;
}

/**
 * Bounds the memory of the payloads that the tail holds for undo. Beyond a budget it releases those held longest. They
 * are in the log, and undo reads them again.
 */
export class PayloadBudget {
  readonly #models: ReadModels;
  #tail: Tail | undefined;
  /** The payloads that may be released, the longest held first. */
  #held: HeldPayload[] = [];
  #weight = 0;
  #stored = 0;
  /** The position up to which all events have been weighed. */
  #weighed = 0;

  constructor(models: ReadModels) {
    this.#models = models;
  }

  /** `stored`: the position up to which events are in the log. Later ones cannot be read again yet. */
  apply(stored: number): void {
    const { tail } = this.#models;
    // An append stores nothing yet, and must not look at all that is pending.
    if (tail === this.#tail && stored === this.#stored) return;
    if (tail !== this.#tail) {
      this.#tail = tail;
      this.#held = [];
      this.#weight = this.#weighed = 0;
    }
    this.#stored = stored;
    for (const entry of tail.since(this.#weighed)) {
      const { position, event } = entry;
      if (position > stored) break;
      this.#weighed = position;
      // A control is read as long as it is held.
      if (!isControl(event) && !isReleased(event)) this.#add(entry);
    }
    const { controls, undoFold } = this.#models;
    let count = 0;
    while (this.#weight > sizes.heldBytes || (this.#held[count]?.position ?? Infinity) <= tail.start)
      this.#weight -= this.#held[count++]!.weight;
    const released = this.#held.splice(0, count);
    // A rejection is listed with its events.
    tail.release(
      released.flatMap(({ position }) => (undoFold !== undefined && controls.isRejected(position) ? [] : [position])),
    );
  }

  /** Takes payloads that have been read again. They are the last to be released. */
  hold(entries: readonly LogEntry[]): void {
    for (const entry of entries) if (this.#models.tail.hold(entry)) this.#add(entry);
  }

  #add({ position, event }: LogEntry): void {
    const weight = weightOf(event.data);
    this.#weight += weight;
    this.#held.push({ position, weight });
  }
}
