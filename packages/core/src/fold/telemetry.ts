import type { RefoldError } from '../errors/refold-error.ts';

/** A read model that has stopped, and the error. */
export interface StoppedModel {
  readonly model: string;
  readonly error: RefoldError<'model.threw'>;
}

/** A read model without the events up to a position, which were dropped before it could fold them. */
export interface IncompleteModel {
  readonly model: string;
  readonly since: number;
}

/**
 * Telemetry: local, typed, never in the log.
 *
 * - `commit.rejected`: events were rejected for good, and read models no longer include them.
 * - `model.changed`: in development, a reducer changed under the same revision, so its model was folded again. In
 *   production only a new revision does that.
 */
export type SystemEvent =
  | {
      readonly type: 'event.skipped';
      readonly event: string;
      readonly id: string;
      readonly position: number;
      readonly error: RefoldError;
      /** The group of the event, which therefore cannot be undone here. */
      readonly group: string | undefined;
    }
  | { readonly type: 'model.stopped'; readonly model: string; readonly error: RefoldError<'model.threw'> }
  | { readonly type: 'model.incomplete'; readonly model: string; readonly since: number }
  | { readonly type: 'model.changed'; readonly model: string; readonly revision: number }
  | { readonly type: 'snapshot.failed'; readonly model: string; readonly error: RefoldError }
  | { readonly type: 'log.compacted'; readonly floor: number; readonly dropped: number }
  | {
      readonly type: 'commit.rejected';
      /** The id of the `$rejected`. */
      readonly id: string;
      /** The ids of the events that are now out of the fold. */
      readonly events: readonly string[];
      readonly code: string;
      readonly details: unknown;
    }
  | { readonly type: 'tabs.failed'; readonly error: RefoldError }
  | { readonly type: 'storage.failed'; readonly error: RefoldError }
  | { readonly type: 'storage.recovered' };
