import type { Address } from './address.ts';
import type { OrderBy } from './log/ordered-log.ts';

/** The state of a timeline. */
export interface TimelineState {
  /** The position that the store shows. */
  readonly position: number;
  /** Position of the last event, stored or pending. It advances while the past is shown. */
  readonly head: number;
  /** Whether the store shows the present, and follows it. */
  readonly isLive: boolean;
  /** The first position that can be shown: 0, or the floor of a compacted log. */
  readonly floor: number;
  /** Timestamp of the event at `position`. Absent at the floor, and while live. */
  readonly time?: string;
  /** `event-gone`: the log no longer has an event with the id that was sought. The store shows its predecessor. */
  readonly note?: 'event-gone';
  readonly isPlaying: boolean;
  /** Events read and events to read, while a seek has to read the log. */
  readonly progress?: { readonly done: number; readonly of: number };
}

export interface SeekOptions {
  readonly signal?: AbortSignal;
}

export interface PlayOptions {
  /** Milliseconds between steps. Default 500. */
  readonly everyMs?: number;
  /** Positions in a step. Default 1. */
  readonly by?: number;
}

/**
 * Moves everything that a store shows through its past. Only the displayed state changes, not the log. New events are
 * still folded and stored, and `events$` still emits them. `append`, `import`, `importLog` and `rejectCommit` still
 * work, since they add facts. Until `live()`, actions of a person fail with `store.travelling`: `run`, `transaction`,
 * undo and redo.
 */
export interface Timeline {
  /** The identical object until it changes. */
  readonly state: TimelineState;
  /**
   * Shows the store as it was at an address. Resolves to `false`, with no effect, if another seek, `live` or `close`
   * took its place. A seek to the head shows the present state, and does not follow new events.
   *
   * `{ upTo }` is a place in the order of `orderBy`; without `orderBy` it rejects with `address.invalid`.
   *
   * Rejects, and leaves the display as it is, with `address.invalid`, `address.unknown`, `address.out_of_range`,
   * `log.corrupt`, or the signal's reason. Rejects with `store.travelling` while another timeline of the store shows
   * the past.
   */
  seek(to: Address | { readonly upTo: string }, options?: SeekOptions): Promise<boolean>;
  /**
   * Seeks forward by this many positions, or back, from the target of the last seek. It stops at the floor and the
   * head.
   */
  step(by: number, options?: SeekOptions): Promise<boolean>;
  /**
   * Plays forward step by step until the head, and is live there. Waits until each step is shown. Returns a function
   * that stops it; any other move stops it too. An error stops it, and goes to `env.report`.
   */
  play(options?: PlayOptions): () => void;
  /** Shows the present again. */
  live(): void;
  /** Calls `listener` after `state` changed and the store shows it. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Returns to the present, stops reading, and frees the checkpoints. */
  close(): void;
}

export interface TimelineOptions {
  /**
   * How many read-model states are kept to seek from. More of them make seeks faster and take more memory. They share
   * the objects that are equal. Default 512.
   */
  readonly checkpoints?: number;
  /**
   * Orders the events by key instead of log position, such as by the dates that imported events are about. The timeline
   * then shows the fold in that order, and positions count in it. `{ upTo: key }` is the place after all events whose
   * key is not later. Pass a pure function. The first seek reads the whole log into memory, and so does the first one
   * after new events. An undo stays after the events it undoes. `seek` rejects with `log.compacted` if the log lost its
   * beginning.
   */
  readonly orderBy?: OrderBy;
}
