import type { Manifest } from './snapshot-store.ts';

/** What a compaction goes by, as of its transaction. */
export interface Compactable {
  /** Identity of the log. */
  readonly id: string;
  /** Position of the last event that is sealed. */
  readonly head: number;
  readonly floor: number;
  readonly undoHorizon: number;
  readonly saved: readonly SavedModel[];
}

/** What is saved of a read model: the latest state whose pages are all there, and the one that the last compaction relied on. */
export interface SavedModel {
  readonly latest: Manifest | undefined;
  readonly base: Manifest | undefined;
}

export interface CompactionPlan {
  /** Position of the last event that may go. */
  readonly through: number;
  readonly limit: CompactionLimit | undefined;
  /** Saved states that take the place of the log's beginning, if anything goes. */
  readonly bases: readonly Manifest[];
  /** Read models whose saved states go with it. */
  readonly forgotten: readonly string[];
}

/**
 * Why a log kept more than was asked for, and up to where it could have dropped. `horizon`: what can still be undone.
 * `snapshot`: the read model is saved at this position. `unsaved`: it is not saved. `skipped`: its saved state passed over
 * events, which another version of the app may understand. `revision`: it was saved with another revision before, which
 * an older version of the app could go on from.
 */
export interface CompactionLimit {
  readonly by: 'horizon' | 'snapshot' | 'unsaved' | 'skipped' | 'revision';
  readonly position: number;
  readonly model?: string;
}

export interface Compacted {
  /** Position of the last event that is gone, dropped now or before; 0 when none is. */
  readonly floor: number;
  /** How many events were dropped now. */
  readonly dropped: number;
  /** What it was stopped by, short of what was asked for. Without it only the rest of a stored piece was kept. */
  readonly limit?: CompactionLimit;
}

export const compactedTo = (floor: number, before: number, { limit }: CompactionPlan): Compacted => ({
  floor,
  dropped: floor - before,
  ...(limit !== undefined && { limit }),
});
