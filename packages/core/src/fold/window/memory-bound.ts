import { isControl } from '../../model/control-events.ts';
import { laterSizes } from '../../log/later-sizes.ts';
import type { LogEntry } from '../fold.ts';
import type { ReadModels } from '../read-models.ts';
import { isReleased, ReleasedEvent } from './released-event.ts';
import type { Tail } from './tail.ts';
import type { Checkpoint, UndoCheckpoints } from './undo-checkpoints.ts';
import { weightOf, weightOfChange } from './weight.ts';
import { createWindow } from './undo-window.ts';

interface HeldPayload {
  readonly entry: LogEntry;
  readonly weight: number;
}

/**
 * Bounds what undo holds in memory by bytes. Beyond a number of bytes it releases the payloads of events, those held
 * longest first: they are in the log, and undo reads them again. Undo checkpoints get sparser, the more they take.
 */
export class MemoryBound {
  readonly #models: ReadModels;
  #tail: Tail | undefined;
  /** The payloads that may be released, the longest held first. */
  #held: HeldPayload[] = [];
  #weight = 0;
  #stored = 0;
  /** The position up to which all events have been weighed. */
  #weighed = 0;
  /** What a checkpoint does not share with the one after it. */
  readonly #weights = new WeakMap<Checkpoint, number>();

  constructor(models: ReadModels) {
    this.#models = models;
    models.keepWindow(createWindow);
  }

  /** `stored`: the position up to which events are in the log. Later ones cannot be read again yet. */
  apply(stored: number): void {
    const { models, tail } = this.#models;
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
    this.#release(tail);
    for (const { name } of models) this.#spread(this.#models.undoCheckpoints(name));
  }

  /** Takes payloads that have been read again. They are the last to be released. */
  hold(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const before = this.#models.tail.swap(entry);
      if (before !== undefined && isReleased(before)) this.#add(entry);
    }
  }

  #add(entry: LogEntry): void {
    const weight = weightOf(entry.event.data);
    this.#weight += weight;
    this.#held.push({ entry, weight });
  }

  #release(tail: Tail): void {
    const { controls, undoFold } = this.#models;
    let count = 0;
    while (this.#weight > laterSizes.heldBytes || (this.#held[count]?.entry.position ?? Infinity) <= tail.start)
      this.#weight -= this.#held[count++]!.weight;
    for (const { entry } of this.#held.splice(0, count)) {
      const { position, event } = entry;
      // A rejection is listed with its events.
      if (undoFold !== undefined && controls.isRejected(position)) continue;
      tail.swap({ position, event: new ReleasedEvent(event) });
    }
  }

  #spread(undoCheckpoints: UndoCheckpoints): void {
    let weight = 0;
    const { all } = undoCheckpoints;
    for (const [i, checkpoint] of all.slice(0, -1).entries()) {
      let own = this.#weights.get(checkpoint);
      if (own === undefined) {
        own = weightOfChange(checkpoint.since, checkpoint.state, all[i + 1]!.state);
        this.#weights.set(checkpoint, own);
      }
      weight += own;
    }
    undoCheckpoints.spread = Math.max(1, Math.ceil(weight / laterSizes.checkpointBytes));
  }
}
