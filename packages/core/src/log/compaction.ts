import type { Manifest } from './snapshot-store.ts';

/** The facts that a compaction plan needs, as of its transaction. */
export interface Compactable {
  /** Identity of the log. */
  readonly id: string;
  /** Position of the last sealed event. */
  readonly head: number;
  readonly floor: number;
  readonly undoHorizon: number;
  readonly saved: readonly SavedModel[];
}

/** The snapshots of a read model: the latest one with all its pages, and the one that the last compaction relied on. */
export interface SavedModel {
  readonly latest: Manifest | undefined;
  readonly base: Manifest | undefined;
}

export interface CompactionPlan {
  /** Position of the last event to drop. */
  readonly through: number;
  readonly limit: CompactionLimit | undefined;
  /** Snapshots that replace the beginning of the log, if anything is dropped. */
  readonly bases: readonly Manifest[];
  /** Read models whose snapshots are deleted with it. */
  readonly forgotten: readonly string[];
}

/**
 * The reason why a log kept more than requested, and the position up to which it could have dropped events.
 *
 * - `horizon`: later events can still be undone.
 * - `snapshot`: the read model is saved at this position.
 * - `unsaved`: the read model is not saved.
 * - `skipped`: the snapshot skipped events, which another version of the app may understand.
 * - `revision`: an older version of the app could continue from its snapshot of another revision.
 */
export interface CompactionLimit {
  readonly by: 'horizon' | 'snapshot' | 'unsaved' | 'skipped' | 'revision';
  readonly position: number;
  readonly model?: string;
}

export interface Compacted {
  /** Position of the last event ever dropped; 0 if there is none. */
  readonly floor: number;
  /** How many events this compaction dropped. */
  readonly dropped: number;
  /** The reason for dropping less than requested. Absent if it kept only the rest of a segment. */
  readonly limit?: CompactionLimit;
}

export const compactedTo = (floor: number, before: number, { limit }: CompactionPlan): Compacted => ({
  floor,
  dropped: floor - before,
  ...(limit !== undefined && { limit }),
});
