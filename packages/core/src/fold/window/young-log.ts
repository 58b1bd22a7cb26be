import { RefoldError } from '../../errors/refold-error.ts';
import { isControl } from '../../model/control-events.ts';
import type { LogEntry, ModelChange, ModelState } from '../fold.ts';

/** Where read models begin. */
export interface FoldStart {
  /** The position after which events are folded. */
  readonly start: number;
  /** How many positions back a control reaches. */
  readonly horizon: number;
  /** Whether states are saved. */
  readonly isSaved: boolean;
  /** The state of each read model at its start. */
  readonly states: ReadonlyMap<string, ModelState>;
}

/** What the fold holds of the log, so that events can be taken out of it again and stable states can be saved. */
export interface HeldLog {
  /** How many positions back a control reaches. */
  readonly horizon: number;
  /** The events after some position, in order: at least those that a control may still reach. */
  readonly events: readonly LogEntry[];
  /** The position up to which no undo reaches any more. */
  readonly settled: number;
  /** Takes the next events. Returns the positions of earlier ones that they flip. */
  take(entries: readonly LogEntry[]): readonly number[];
  /** Moves the head past events that are unknown here, and so not taken. */
  pass(position: number): void;
  /** Notes that a group has an event that this app cannot decode. */
  markOpaque(group: string | undefined, position: number): void;
  /** Returns a function that gives back what is taken from now on. */
  bookmark(): () => void;
  /** How many events a batch may have that ends this far from the head. */
  gapAt(distance: number): number;
  /** Records the changes of a batch. */
  note(model: string, change: ModelChange): void;
  /** Records the current states, if they are useful to fold from or to save. */
  mark(position: number, stateOf: (model: string) => ModelState): void;
}

/**
 * A log that has few events and no control: they are held, and nothing more. An undo would fold them all again. Once
 * there are more, an `UndoWindow` takes over.
 */
export class YoungLog implements HeldLog {
  readonly start: number;
  readonly horizon: number;
  readonly isSaved: boolean;
  readonly states: ReadonlyMap<string, ModelState>;
  readonly events: LogEntry[] = [];
  /** Events that this app cannot decode, by group. */
  readonly opaque: (readonly [group: string, position: number])[] = [];
  head: number;

  constructor({ start, horizon, isSaved, states }: FoldStart) {
    this.start = this.head = start;
    this.horizon = horizon;
    this.isSaved = isSaved;
    this.states = states;
  }

  get settled(): number {
    return this.start;
  }

  /** Throws `part.not_loaded` for a control. */
  take(entries: readonly LogEntry[]): readonly number[] {
    if (entries.some(({ event }) => isControl(event))) throw new RefoldError('part.not_loaded', { part: 'undo fold' });
    for (const entry of entries) this.events.push(entry);
    return [];
  }

  pass(position: number): void {
    this.head = position;
  }

  markOpaque(group: string | undefined, position: number): void {
    if (group !== undefined) this.opaque.push([group, position]);
  }

  bookmark(): () => void {
    const { events, opaque } = this;
    const [count, marked] = [events.length, opaque.length];
    return () => {
      events.length = count;
      opaque.length = marked;
    };
  }

  gapAt(): number {
    return Infinity;
  }

  note(): void {
    // Everything since the start counts as changed.
  }

  mark(): void {
    // The states at the start are the only ones to fold from.
  }
}
