import type { Key } from '../model/table/rows.ts';

/** Some rows of a collection, in the order of their keys; for a view, its one document. */
export interface SnapshotPage {
  readonly id: string;
  readonly rows: readonly unknown[];
}

/** A page and its first key. It holds the rows up to the first key of the next page. */
export interface PageRef {
  readonly id: string;
  readonly first: Key;
}

/** A type of events that were skipped since they could not be decoded, and its newest known version then (0: none). */
export interface SkippedType {
  readonly type: string;
  readonly newest: number;
  readonly count: number;
}

/** A read model at a position of a log: its pages, and the conditions under which they are valid. */
export interface Manifest {
  readonly model: string;
  readonly revision: number;
  /** Identity of the log that was folded. */
  readonly log: string;
  readonly position: number;
  /** The log's generation when it was folded; 0 if absent. */
  readonly generation?: number;
  /**
   * The position up to which the model lacks events, since the log was cut there and no snapshot existed. Or it has
   * them only as an earlier release folded them.
   */
  readonly since?: number;
  readonly skipped: readonly SkippedType[];
  /** The number of the fold that made it. Absent if it was made before folds had numbers. */
  readonly fold?: number;
  /** The folded event types, in order: the newest version of each at that time, and its earlier names. */
  readonly events?: readonly (readonly [type: string, version: number, ...formerly: readonly string[]])[];
  /** Fingerprint of the source of reducers and upcasters; only from development builds. */
  readonly fingerprint?: string;
  readonly pages: readonly PageRef[];
}

export interface Snapshot {
  readonly manifest: Manifest;
  /** The pages that the manifest names, in its order. */
  readonly pages: readonly SnapshotPage[];
}

/**
 * Snapshots of read models beside a log. Pages are written first, and stay invisible until their manifest is committed.
 * A page never changes: new content gets a new id. The base is the snapshot that a compaction of the log relied on.
 * Only the next compaction changes or drops it.
 *
 * Errors: reading rejects with `log.corrupt` or `log.read_failed`, writing with `log.write_failed` or `log.full`, both
 * with `log.closed`.
 */
export interface SnapshotStore {
  /**
   * Returns the committed snapshot of a model, or its base. Returns undefined if there is none, if a page is missing,
   * or if `isWanted` refuses its manifest. `isWanted` runs before the pages are read, perhaps more than once.
   */
  read(
    model: string,
    which?: 'latest' | 'base',
    isWanted?: (manifest: Manifest) => boolean,
  ): Promise<Snapshot | undefined>;
  /** Stores pages, in one transaction. */
  put(model: string, pages: readonly SnapshotPage[]): Promise<void>;
  /**
   * Commits a manifest, and deletes the model's pages that neither it nor the base names, in one transaction. Does
   * nothing and returns `false` if a named page is missing, or if the manifest is before the floor of the log or of
   * another generation. A page can be missing because another opener committed meanwhile. If a newer release of the app
   * has committed a manifest (`isOfNewerRelease`), that one stays: it deletes the pages that are not named, and returns
   * `false`.
   */
  commit(manifest: Manifest): Promise<boolean>;
  /** Deletes everything of a model but its base. */
  drop(model: string): Promise<void>;
}
