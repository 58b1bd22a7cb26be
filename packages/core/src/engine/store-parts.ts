import type { EventLog } from '../log/port.ts';
import type { Draft, Envelope, Metadata } from '../model/envelope.ts';
import type { Limits } from '../model/limits.ts';
import type { Commands } from './commands.ts';
import type { Placed } from './fold.ts';
import type { Groups } from './groups.ts';
import type { Opener, OpenerParts } from './opener.ts';
import type { Publisher } from './publisher.ts';
import type { Receipt } from './receipt.ts';
import type { Recorder } from './recorder.ts';
import type { ShownWorld } from './shown-world.ts';
import type { AnyStore } from './store-api.ts';

/** Where a store keeps its parts for free functions over it; the same in two installed copies of the library. */
export const storeParts: unique symbol = Symbol.for('refold.store.parts');

/** What free functions over a store work with. Not for apps: it may change with any release. */
export interface StoreParts extends OpenerParts {
  readonly opener: Opener;
  readonly publisher: Publisher;
  readonly recorder: Recorder;
  readonly limits: Limits;
  readonly commands: Commands;
  readonly groups: Groups;
  readonly actor: () => string;
  /** Appends one commit, of the toolkit's own events too. */
  readonly commit: (
    drafts: readonly Draft[],
    metadata: Metadata,
  ) => { readonly events: readonly Envelope[]; readonly receipt: Receipt };
  /** What reads see. */
  readonly shown: ShownWorld;
  /** Throws `store.not_ready`, `store.closed` or `store.busy`. */
  readonly guard: (action: string) => void;
  /** As `guard`, for what writes: throws `store.travelling` too. */
  readonly guardWrite: (action: string) => void;
  /** `source`: by default that of the store. */
  readonly stamp: (source?: string) => Metadata;
  /** Tells of what some events have just taken out of the fold for good, and the receipts of it. */
  readonly tellRejected: (placed: readonly Placed[]) => void;
  /** Runs imports one after the other, so that each finds what the one before has stored. */
  readonly inTurn: <T>(run: () => Promise<T>) => Promise<T>;
  /** Another store, with what this one was given and has been attached since, over another log. */
  readonly over: (log: EventLog) => AnyStore;
  /** How many events the read models have folded now. */
  readonly position: () => number;
  /** Says how many events the read models have folded now. */
  readonly moved: (position: number) => void;
}

export const partsOf = (store: AnyStore): StoreParts =>
  (store as unknown as { readonly [storeParts]: StoreParts })[storeParts];
