/** An event before it is recorded: the result of calling an event definition. */
export interface Draft<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

/** Where an event comes from. The store sets it, except in imported events. */
export interface Metadata {
  /** Shared by all events that follow from one command, append or import. */
  readonly correlationId: string;
  /** The id of the event that caused this one, if one did. */
  readonly causationId?: string;
  /** The app, or the outside system, that the event comes from. */
  readonly source: string;
  readonly actorId: string;
  /** The name of the command that decided it. */
  readonly command?: string;
  /** The label of the command or transaction, for people. */
  readonly label?: string;
  /**
   * The unit of undo and redo: the events of a command, an append or a transaction. An event without a group cannot be
   * undone.
   */
  readonly group?: string;
  /** The undo stack of its actor that the group is on; absent means the one without a name. */
  readonly scope?: string;
  /** The group that these events compensate. */
  readonly compensates?: string;
  /** The id of the `$rejected` whose events these are, appended again. */
  readonly retries?: string;
}

/**
 * An event as recorded. `id` is `evt_` and a UUID (time-ordered UUIDv7 unless given). `timestamp` is ISO-8601 UTC with
 * milliseconds. `version` is that of the payload's schema. Its position in the log is not part of it.
 */
export interface Envelope<T extends string = string, D = unknown> extends Draft<T, D> {
  readonly id: string;
  readonly timestamp: string;
  readonly version: number;
  readonly metadata: Metadata;
}

/** An event that has an id and a timestamp of its own, since it comes from outside this store: imported or received. */
export interface GivenEvent<T extends string = string, D = unknown> extends Draft<T, D> {
  readonly id: string;
  readonly timestamp: string;
  /** The payload's schema version. Default: the newest that the store knows. */
  readonly version?: number;
  readonly metadata?: Partial<Metadata>;
}
