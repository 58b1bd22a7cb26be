import type { Address } from './address.ts';
import type { OrderBy } from './ordered-log.ts';

/** Where a timeline is. */
export interface TimelineState {
  /** The position that the store shows. */
  readonly position: number;
  /** Position of the last event, stored or not. It moves on while the past is shown. */
  readonly head: number;
  /** Whether the store shows the present, and moves on with it. */
  readonly isLive: boolean;
  /** The first position that can be shown: 0, or where compaction has cut the log off. */
  readonly floor: number;
  /** When the event at the position happened, as it says itself; absent at the floor, and while live. */
  readonly time?: string;
  /** The address was the id of an event that is not in the log any more, so its predecessor is shown. */
  readonly note?: 'event-gone';
  readonly isPlaying: boolean;
  /** Events read and events to read, while a seek has to read the log. */
  readonly progress?: { readonly done: number; readonly of: number };
}

export interface SeekOptions {
  readonly signal?: AbortSignal;
}

export interface PlayOptions {
  /** Milliseconds from one step to the next. Default 500. */
  readonly everyMs?: number;
  /** Positions in a step. Default 1. */
  readonly by?: number;
}

/**
 * Moves all that a store shows through its past. What is shown is a fork of the read models, not of the log: new events go on
 * being folded and stored underneath, and `events$` goes on. Facts can be added: `append`, `import`, `importLog`, `rejectCommit`. What a
 * person does is refused with `store.travelling`, until `live` brings the present back: `run`, `transaction`, undo and redo.
 */
export interface Timeline {
  /** The same object until it changes. */
  readonly state: TimelineState;
  /**
   * Shows the store as of an address. `false`: another seek, `live` or `close` has taken its place, and nothing came of it.
   * At the head it shows the head as it is now, and does not move on with it.
   *
   * `{ upTo }` is a place in the order of `orderBy`; without that it is an `address.invalid`.
   *
   * Rejects, and what is shown stays, with `address.invalid`, `address.unknown`, `address.out_of_range`, `log.corrupt`, the
   * signal's reason, and with `store.travelling` while another timeline of the store shows the past.
   */
  seek(to: Address | { readonly upTo: string }, options?: SeekOptions): Promise<boolean>;
  /** Seeks so many positions on, or back, from where the last seek goes to; no further than the floor and the head. */
  step(by: number, options?: SeekOptions): Promise<boolean>;
  /**
   * Goes on step by step, as soon as each is shown, until the head; there it is live again. The answer stops it, as does any
   * other move. An error stops it too, and goes to `env.report`.
   */
  play(options?: PlayOptions): () => void;
  /** Shows the present again. */
  live(): void;
  /** Told when `state` has changed, after what the store shows has; the answer ends it. */
  subscribe(listener: () => void): () => void;
  /** Goes back to the present, stops reading, and lets go of what was kept. */
  close(): void;
}

export interface TimelineOptions {
  /**
   * How many states of the read models are kept to seek from; more of them make seeking quicker and take more memory.
   * They share what is the same in them. Default 512.
   */
  readonly checkpoints?: number;
  /**
   * Another order of the events than that of the log, such as the times that imported events are about. The timeline then
   * shows the fold of the events in that order: positions count in it, and `{ upTo: key }` is the place after all events
   * whose key is not later. Give a pure function. The whole log is read, and held in memory, by the first seek; so is it
   * again by the first one after events have come. An undo stays after what it takes back.
   * `seek` rejects with `log.compacted` where the log has lost its beginning.
   */
  readonly orderBy?: OrderBy;
}
