import type { Key } from '../model/table/rows.ts';

/** Some rows of a collection, in order of their keys; of a view, its one document. */
export interface SnapshotPage {
  readonly id: string;
  readonly rows: readonly unknown[];
}

/** Where a page begins: it holds the rows from this key up to the first of the next page. */
export interface PageRef {
  readonly id: string;
  readonly first: Key;
}

/** Events of a type that were not understood when they were folded past, and the newest version known then (0: none). */
export interface SkippedType {
  readonly type: string;
  readonly newest: number;
  readonly count: number;
}

/** A read model as of a position of a log: its pages, and what must still be true for them to be good. */
export interface Manifest {
  readonly model: string;
  readonly revision: number;
  /** Identity of the log that was folded. */
  readonly log: string;
  readonly position: number;
  /**
   * Where the log had been cut off: the position up to which it lacks events, since nothing had been saved to begin from, or
   * has them as an earlier release folded them.
   */
  readonly since?: number;
  readonly skipped: readonly SkippedType[];
  /** The number of the fold that made it. Absent: made before there was one. */
  readonly fold?: number;
  /** The event types that were folded, in order: the newest version of each at that time, and its earlier names. */
  readonly events?: readonly (readonly [type: string, version: number, ...formerly: readonly string[]])[];
  /** Of the source of reducers and upcasters; only where it was taken in development. */
  readonly fingerprint?: string;
  readonly pages: readonly PageRef[];
}

export interface Snapshot {
  readonly manifest: Manifest;
  /** The pages that the manifest names, in its order. */
  readonly pages: readonly SnapshotPage[];
}

/**
 * Snapshots of read models beside a log. Pages are written first and seen by nobody; they become visible all at once when
 * their manifest is committed. A page is never changed: what changes is written under another id. The base is the state
 * that a compaction of the log relied on; nothing but the next compaction changes or drops it.
 *
 * Errors: reading rejects with `log.corrupt` or `log.read_failed`, writing with `log.write_failed` or `log.full`, both with `log.closed`.
 */
export interface SnapshotStore {
  /**
   * The committed snapshot of a model, or its base. Undefined when there is none, a page of it is missing, or it is not
   * wanted, which is asked before its pages are read, perhaps more than once.
   */
  read(
    model: string,
    which?: 'latest' | 'base',
    isWanted?: (manifest: Manifest) => boolean,
  ): Promise<Snapshot | undefined>;
  /** Stores pages, in one transaction. */
  put(model: string, pages: readonly SnapshotPage[]): Promise<void>;
  /**
   * Makes a manifest the committed one and deletes the pages of the model that neither it nor the base names, in one
   * transaction. When one that it names is missing, because another opener committed meanwhile, or it stands before the
   * floor of the log, it does nothing and gives `false`.
   */
  commit(manifest: Manifest): Promise<boolean>;
  /** Deletes what there is of a model, but for its base. */
  drop(model: string): Promise<void>;
}
