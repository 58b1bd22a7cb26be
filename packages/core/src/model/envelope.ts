/** An event before it is recorded: what an event definition makes when it is called. */
export interface Draft<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

/** Who and what an event came from. Stamped by the toolkit, except in imported events. */
export interface Metadata {
  /** Shared by all that followed from one command, append or import. */
  readonly correlationId: string;
  /** The id of the event that made this one happen, if one did. */
  readonly causationId?: string;
  /** The app, or the outside system, that it came from. */
  readonly source: string;
  readonly actorId: string;
  /** The name of the command that decided it. */
  readonly command?: string;
  /** The label of the command or transaction, for people. */
  readonly label?: string;
  /** What is undone and redone as one: the events of a command, an append or a transaction. Without it an event stays. */
  readonly group?: string;
  /** Which undo stack of its actor the group is on; absent means the one without a name. */
  readonly scope?: string;
  /** The group that these events were appended to make up for. */
  readonly compensates?: string;
  /** The id of the `$rejected` whose events these are, appended again. */
  readonly retries?: string;
}

/**
 * An event as recorded. `id` is `evt_` and a UUID (time-ordered UUIDv7 unless given), `timestamp` is ISO-8601 UTC with
 * milliseconds, `version` is that of the payload's schema. Its place in the log is not part of it.
 */
export interface Envelope<T extends string = string, D = unknown> extends Draft<T, D> {
  readonly id: string;
  readonly timestamp: string;
  readonly version: number;
  readonly metadata: Metadata;
}

/** An event with an id and a time of its own, from outside this store: imported or received. */
export interface GivenEvent<T extends string = string, D = unknown> extends Draft<T, D> {
  readonly id: string;
  readonly timestamp: string;
  /** The payload's schema version; left out, it is the newest that the store knows. */
  readonly version?: number;
  readonly metadata?: Partial<Metadata>;
}
