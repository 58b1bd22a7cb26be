import type { EventLog } from '../log/event-log.ts';
import type { Metadata } from '../model/envelope.ts';
import type { Limits } from '../model/limits.ts';
import type { Commands } from '../write/commands.ts';
import type { Groups } from '../write/groups.ts';
import type { Assertions } from './assertions.ts';
import type { Kernel } from './kernel.ts';
import type { Opener, OpenerParts } from './boot.ts';
import type { Publisher } from './publisher.ts';
import type { Reader } from '../read/reader.ts';
import type { Recorder } from '../write/recorder.ts';
import type { DisplayedState } from '../read/displayed-state.ts';
import type { StoreStorage } from './storage.ts';
import type { AnyStore } from './store.ts';

/** Where a store keeps its parts for free functions over it; the same in two installed copies of the library. */
export const storeInternals: unique symbol = Symbol.for('refold.store.parts');

/** What a store, and free functions over it, work with. Not for apps: it may change with any release. */
export interface StoreInternals extends OpenerParts {
  readonly opener: Opener;
  readonly kernel: Kernel;
  readonly publisher: Publisher;
  readonly recorder: Recorder;
  readonly reader: Reader;
  readonly storage: StoreStorage;
  readonly limits: Limits;
  readonly commands: Commands;
  readonly groups: Groups;
  readonly assert: Assertions;
  readonly actor: () => string;
  /** Who does something now, and what it belongs to. `source`: by default that of the store. */
  readonly stamp: (source?: string) => Metadata;
  /** What reads see. */
  readonly shown: DisplayedState;
  /** Another store, with what this one was given and has been attached since, over another log. */
  readonly over: (log: EventLog) => AnyStore;
}

export const internalsOf = (store: AnyStore): StoreInternals =>
  (store as unknown as { readonly [storeInternals]: StoreInternals })[storeInternals];
