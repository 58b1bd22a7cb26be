import type { Receipt } from '../write/receipt.ts';
import type { Envelope } from '../model/envelope.ts';

export interface RejectionsOptions {
  /** Only what the commands and transactions of this scope did. Default: all that the actor did. */
  readonly scope?: string;
}

/** What of an actor's doing was rejected for good, and has not been dealt with. */
export interface Rejections {
  /** The oldest rejection first. The same list until it changes. */
  readonly list: readonly RejectedCommit[];
  /** Told when `list` changes; the answer ends it. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** A commit that was rejected. It is the same object as long as it is listed. */
export interface RejectedCommit {
  /** The id of the `$rejected`. */
  readonly id: string;
  /** Why, as `rejectCommit` was told. */
  readonly code: string;
  readonly details: unknown;
  /** The name of the command that decided it, if one did: run it again to have it decided on what is so now. */
  readonly command?: string;
  readonly label?: string;
  /** When it was rejected, in ISO-8601. */
  readonly at: string;
  /** Its events, as they were appended, with payloads brought up to date. */
  readonly events: readonly Envelope[];
  /**
   * Appends its events again as they are, with new ids, as one commit with the same label and scope, which also takes it off the
   * list. Gives undefined when it is not listed any more: whoever presses twice retries once. Throws what `append` throws.
   */
  readonly retry: () => Receipt | undefined;
  /** Takes it off the list for good, by appending `$dismissed`. Gives undefined when it is not listed any more. Throws as `append` does. */
  readonly dismiss: () => Receipt | undefined;
}
