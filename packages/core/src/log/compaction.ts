/** What may be dropped from the start of a log. */
export interface CompactionRequest {
  /** Position of the last event that may be dropped. */
  readonly through: number;
  /** Read models in use, each of which must be saved: it could not be folded from the log any more. */
  readonly models: readonly { readonly model: string; readonly revision: number }[];
  /** Read models of which saved states that those in use cannot begin from may become useless. */
  readonly forget: readonly string[];
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
