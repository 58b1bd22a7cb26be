/** The maximum sizes of an event and a commit. */
export interface Limits {
  /** Nesting of a payload; the payload itself is 1. */
  readonly depth: number;
  /** Keys in one object of a payload. */
  readonly keys: number;
  /** One event as JSON text, in UTF-8 bytes. */
  readonly eventBytes: number;
  /** Events in one commit. */
  readonly commitEvents: number;
  /** One commit as JSON text, in UTF-8 bytes. */
  readonly commitBytes: number;
}

export const defaultLimits: Limits = {
  depth: 32,
  keys: 1_000,
  eventBytes: 65_536,
  commitEvents: 500,
  commitBytes: 1_048_576,
};
