import type { EventLog } from '../log/event-log.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Metadata } from '../model/envelope.ts';
import type { Limits } from '../model/limits.ts';
import type { Env } from '../env/env.ts';
import type { Commands } from '../write/commands.ts';
import type { Groups } from '../write/groups.ts';
import type { Transactions } from '../write/transactions.ts';
import type { Reader } from '../read/reader.ts';
import type { Assertions } from './assertions.ts';
import type { Kernel } from './kernel.ts';
import type { Sequence } from './sequence.ts';
import type { AnyStore } from './store.ts';

/** Where a store keeps its internals for free functions over it; the same in two installed copies of the library. */
export const storeInternals: unique symbol = Symbol.for('refold.store.internals');

/**
 * Folds events that reached the log past the store. `isSkippedNew(position)`: whether a skipped event at
 * that position is new, where the store cannot tell.
 */
export type Rebuild = (action: string, isSkippedNew: (position: number) => boolean) => Promise<void>;

/** The part of a store that the rooms above it use. Not for apps: any release may change it. */
export interface StoreInternals {
  /** Holds the state of the store, and alone changes it. */
  readonly kernel: Kernel;
  readonly log: EventLog;
  readonly catalog: Catalog;
  readonly env: Env;
  readonly limits: Limits;
  /** Reads what the store shows. A transaction reads through its own [CMD-2]. */
  readonly reader: Reader;
  readonly commands: Commands;
  readonly groups: Groups;
  readonly transactions: Transactions;
  /** Refuses calls that the store cannot serve now. */
  readonly assert: Assertions;
  /** Imports and compactions, one after the other, so that each finds what the one before has stored. */
  readonly imports: Sequence;
  /** Attaching and rebuilding, one after the other. */
  readonly loads: Sequence;
  /** Loads the code that rebuilds read models. Rejects with `part.not_loaded`. */
  readonly loadRebuild: () => Promise<Rebuild>;
  readonly actor: () => string;
  /** Metadata of a new commit: actor, correlation id, and the source, by default that of the store. */
  readonly newMetadata: (source?: string) => Metadata;
  /** Another store with the same definitions, attached ones included, over another log. */
  readonly over: (log: EventLog) => AnyStore;
}

export const internalsOf = (store: AnyStore): StoreInternals =>
  (store as unknown as { readonly [storeInternals]: StoreInternals })[storeInternals];
