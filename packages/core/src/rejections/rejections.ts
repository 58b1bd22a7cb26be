import type { Receipt } from '../write/receipt.ts';
import type { Envelope } from '../model/envelope.ts';

export interface RejectionsOptions {
  /** Lists only commands and transactions of this scope. Default: all of the actor's. */
  readonly scope?: string;
}

/** An actor's commits that were rejected for good, and not dealt with. */
export interface Rejections {
  /** The oldest rejection first. The identical list until it changes. */
  readonly list: readonly RejectedCommit[];
  /** Calls `listener` when `list` changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** A commit that was rejected. The identical object as long as it is listed. */
export interface RejectedCommit {
  /** The id of the `$rejected`. */
  readonly id: string;
  /** The reason, as passed to `rejectCommit`. */
  readonly code: string;
  readonly details: unknown;
  /** The name of the command that decided it, if one did. Run that again to decide on the current state. */
  readonly command?: string;
  readonly label?: string;
  /** When it was rejected, in ISO-8601. */
  readonly at: string;
  /** Its events as they were appended, upcast. */
  readonly events: readonly Envelope[];
  /**
   * Appends its events again unchanged, with new ids, as one commit with the same label and scope. That also removes it
   * from the list. Returns undefined if it is no longer listed, so a double click retries once. Throws as `append`
   * does.
   */
  readonly retry: () => Receipt | undefined;
  /**
   * Removes it from the list for good, by appending `$dismissed`. Returns undefined if it is no longer listed. Throws
   * as `append` does.
   */
  readonly dismiss: () => Receipt | undefined;
}
