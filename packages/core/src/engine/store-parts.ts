import type { EventLog } from '../log/port.ts';
import type { Metadata } from '../model/envelope.ts';
import type { Limits } from '../model/limits.ts';
import type { Commands } from './commands.ts';
import type { Groups } from './groups.ts';
import type { Guards } from './guards.ts';
import type { Intake } from './intake.ts';
import type { Opener, OpenerParts } from './opener.ts';
import type { Publisher } from './publisher.ts';
import type { Reader } from './reader.ts';
import type { Recorder } from './recorder.ts';
import type { ShownWorld } from './shown-world.ts';
import type { StoreStorage } from './storage.ts';
import type { AnyStore } from './store-api.ts';

/** Where a store keeps its parts for free functions over it; the same in two installed copies of the library. */
export const storeParts: unique symbol = Symbol.for('refold.store.parts');

/** What a store, and free functions over it, work with. Not for apps: it may change with any release. */
export interface StoreParts extends OpenerParts {
  readonly opener: Opener;
  readonly intake: Intake;
  readonly publisher: Publisher;
  readonly recorder: Recorder;
  readonly reader: Reader;
  readonly storage: StoreStorage;
  readonly limits: Limits;
  readonly commands: Commands;
  readonly groups: Groups;
  readonly guards: Guards;
  readonly actor: () => string;
  /** Who does something now, and what it belongs to. `source`: by default that of the store. */
  readonly stamp: (source?: string) => Metadata;
  /** What reads see. */
  readonly shown: ShownWorld;
  /** Another store, with what this one was given and has been attached since, over another log. */
  readonly over: (log: EventLog) => AnyStore;
}

export const partsOf = (store: AnyStore): StoreParts =>
  (store as unknown as { readonly [storeParts]: StoreParts })[storeParts];
