import type { Controls } from '../controls.ts';
import type { LogEntry, ModelChange, ModelState } from '../fold.ts';
import type { OtherTail, Rewound, Saveable, UndoFold, Window } from '../read-models.ts';
import { Tail } from './tail.ts';
import { gapAt, UndoCheckpoints } from './undo-checkpoints.ts';
import type { YoungLog } from './young-log.ts';

/** Holds the events that a control may still reach, and earlier states from which they can be folded again. */
export class UndoWindow implements Window {
  readonly #checkpoints = new Map<string, UndoCheckpoints>();
  #tail: Tail;
  #undoFold: UndoFold | undefined;
  #controls: Controls | undefined;
  #base: number;

  /** Takes over from a log that was young. */
  constructor(young: YoungLog, undoFold: UndoFold | undefined) {
    const { start, horizon, isSaved, states, events } = young;
    this.#base = start;
    this.#tail = new Tail(horizon, start);
    for (const [name, state] of states) {
      const base = { position: Math.max(start, state.at ?? 0), state };
      const checkpoints = new UndoCheckpoints(base, horizon, isSaved);
      if (events.length > 0) checkpoints.note('whole');
      this.#checkpoints.set(name, checkpoints);
    }
    for (const [group, position] of young.opaque) this.#tail.markOpaque(group, position);
    for (const entry of events) this.#tail.push(entry);
    this.#tail.pass(young.head);
    if (undoFold !== undefined) this.useUndoFold(undoFold);
  }

  get tail(): Tail {
    return this.#tail;
  }

  get horizon(): number {
    return this.#tail.horizon;
  }

  get events(): readonly LogEntry[] {
    return this.#tail.events;
  }

  get controls(): Controls | undefined {
    return this.#controls;
  }

  get undoFold(): UndoFold | undefined {
    return this.#undoFold;
  }

  get settled(): number {
    return this.#tail.settled;
  }

  get base(): number {
    return this.#base;
  }

  useUndoFold(undoFold: UndoFold): void {
    this.#undoFold = undoFold;
    this.#controls = undoFold.controlsOf(this.#tail);
  }

  take(entries: readonly LogEntry[]): readonly number[] {
    if (this.#controls !== undefined) return this.#controls.take(entries);
    for (const entry of entries) this.#tail.push(entry);
    return [];
  }

  pass(position: number): void {
    this.#tail.pass(position);
  }

  markOpaque(group: string | undefined, position: number): void {
    this.#tail.markOpaque(group, position);
  }

  bookmark(): () => void {
    const before = this.#tail.bookmark();
    return () => {
      const held = this.#tail.events.slice(0, before.count);
      this.#tail = this.#tail.emptied(before.opaque);
      this.#controls = this.#undoFold?.controlsOf(this.#tail);
      this.take(held);
      this.#tail.pass(before.head);
    };
  }

  gapAt(distance: number): number {
    return gapAt(distance, this.#tail.horizon);
  }

  note(model: string, change: ModelChange): void {
    this.#checkpoints.get(model)?.note(change);
  }

  mark(position: number, stateOf: (model: string) => ModelState): void {
    const due = [...this.#checkpoints].filter(([, checkpoints]) => checkpoints.isDue(position));
    // A state that is saved cuts no group in two.
    if (due.length === 0 || this.#tail.isWithinGroup(position)) return;
    const { settled } = this;
    for (const [name, checkpoints] of due) checkpoints.mark(position, stateOf(name), settled);
    this.#findBase();
    (this.#controls ?? this.#tail).forget(this.#base);
  }

  checkpoints(model: string): UndoCheckpoints {
    return this.#checkpoints.get(model)!;
  }

  saveable(model: string): Saveable {
    const checkpoints = this.checkpoints(model);
    return { ...checkpoints.base, changed: checkpoints.takeSettled() };
  }

  rewind(rewound: readonly Rewound[]): void {
    for (const { model, checkpoints, dropped } of rewound) this.checkpoints(model).replace(checkpoints, dropped);
  }

  replace({ tail, undoFold, controls }: OtherTail): void {
    this.#undoFold ??= undoFold;
    this.#tail = tail;
    this.#controls = controls;
  }

  adopt(other: UndoWindow, isAll: boolean): void {
    if (this.#undoFold !== undefined && other.#undoFold === undefined) other.useUndoFold(this.#undoFold);
    if (other.#undoFold !== undefined && this.#undoFold === undefined) this.useUndoFold(other.#undoFold);
    // The tails differ in how much they have dropped, and no checkpoint may stand on dropped events.
    if (isAll || other.#tail.start < this.#tail.start) {
      this.#tail = other.#tail;
      this.#controls = other.#controls;
    }
    for (const [name, checkpoints] of other.#checkpoints) this.#checkpoints.set(name, checkpoints);
    this.#findBase();
  }

  #findBase(): void {
    this.#base = this.#tail.head;
    for (const { base } of this.#checkpoints.values()) this.#base = Math.min(this.#base, base.position);
  }
}

/** For `ReadModels.keepWindow`. */
export const createWindow = (young: YoungLog, undoFold: UndoFold | undefined): UndoWindow =>
  new UndoWindow(young, undoFold);
