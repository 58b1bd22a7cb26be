/**
 * The values of each error code. Codes and values are part of the public API; messages are for people and may change.
 */
export interface ErrorDetails {
  'name.invalid': { readonly kind: string; readonly name: string };
  'name.taken': { readonly kind: string; readonly name: string };
  'event.invalid': { readonly type: string; readonly version: number; readonly issues: readonly Issue[] };
  'event.not_json': { readonly type: string; readonly path: string; readonly found: string };
  'event.unstable': { readonly type: string; readonly version: number };
  'event.key_forbidden': { readonly type: string; readonly path: string; readonly key: string };
  'event.limit': {
    readonly type: string;
    readonly limit: string;
    readonly max: number;
    readonly actual: number;
    readonly path: string;
  };
  'event.not_listed': { readonly type: string };
  'event.reserved': { readonly type: string };
  'event.unknown': { readonly type: string };
  'event.newer': { readonly type: string; readonly version: number; readonly known: number };
  'event.upcast_failed': { readonly type: string; readonly version: number };
  'event.envelope_invalid': { readonly path: string; readonly expected: string; readonly found: string };
  'event.released': { readonly id: string };
  'event.id_conflict': { readonly id: string; readonly type: string };
  'schema.async': { readonly where: string };
  'commit.limit': { readonly limit: 'events' | 'bytes'; readonly max: number; readonly actual: number };
  'commit.rejected': { readonly events: readonly string[]; readonly code: string; readonly details: unknown };
  'commit.not_rejectable': {
    readonly id: string;
    /** `out-of-reach`: the event is beyond the horizon, or it was imported and is not in memory. */
    readonly reason: 'out-of-reach' | 'imported' | 'control';
    readonly horizon: number;
  };
  'command.threw': { readonly command: string };
  'command.invalid_decision': { readonly command: string; readonly found: string };
  'reducer.taken': { readonly model: string; readonly type: string };
  'model.threw': { readonly model: string; readonly eventId: string; readonly type: string; readonly position: number };
  'row.invalid': { readonly collection: string; readonly found: string };
  'state.not_plain': { readonly model: string; readonly path: string; readonly found: string };
  'row.key_changed': { readonly collection: string; readonly from: string; readonly to: string };
  /** `by`: `key` or the name of an index, for a look-up; absent for a `put`. */
  'row.key_invalid': { readonly collection: string; readonly found: string; readonly by?: string };
  'index.unknown': { readonly collection: string; readonly index: string; readonly indexes: readonly string[] };
  'query.arguments': { readonly query: string; readonly path: string; readonly found: string };
  'store.not_ready': { readonly action: string };
  'store.closed': { readonly action: string };
  'store.busy': { readonly action: string; readonly during: string };
  'store.travelling': { readonly action: string; readonly position: number };
  'transaction.async': { readonly label: string };
  'store.unsaved': { readonly events: number };
  /** `isNameListed`: another definition of this name is listed. */
  'store.not_listed': { readonly kind: string; readonly name: string; readonly isNameListed?: true };
  'address.invalid': { readonly found: string };
  'address.unknown': { readonly id: string };
  'address.out_of_range': { readonly position: number; readonly floor: number; readonly head: number };
  'fork.control': { readonly id: string; readonly type: string };
  'sync.absent': Record<never, never>;
  'log.open_failed': { readonly log: string };
  'log.format_newer': { readonly log: string; readonly known: number };
  'log.blocked': { readonly log: string; readonly action: 'open' | 'delete' | 'use'; readonly afterMs: number };
  'log.lost': { readonly log: string };
  /** `last`: the position after which reading may continue, if it is known. */
  'log.corrupt': { readonly log: string; readonly where: string; readonly last?: number };
  'log.read_failed': { readonly log: string };
  /** `floor`: position of the last compacted event; the log begins after it. */
  'log.compacted': { readonly log: string; readonly after: number; readonly floor: number };
  'log.write_failed': { readonly log: string; readonly events: number };
  'log.full': { readonly log: string; readonly events: number };
  'snapshot.failed': { readonly model: string };
  'log.absent': { readonly log: string };
  'log.closed': { readonly log: string };
  'staging.superseded': { readonly log: string };
  'part.not_loaded': { readonly part: string };
  'file.not_a_log': { readonly found: string };
  'file.format_newer': { readonly format: number; readonly known: number };
  'file.line_invalid': { readonly line: number; readonly problem: string };
  'cursor.invalid': { readonly found: string };
  'cursor.mismatch': { readonly log: string; readonly expected: string; readonly found: string };
  'log.not_joined': { readonly log: string };
  'log.joined': { readonly log: string; readonly incarnation: string };
  'log.term_over': { readonly log: string; readonly term: number; readonly current: number };
  'tabs.log_unsupported': { readonly log: string };
  'tabs.failed': { readonly log: string };
  'sync.log_compacted': { readonly log: string; readonly floor: number };
  'log.gap': { readonly writer: string; readonly expected: number; readonly found: number };
}

export type ErrorCode = keyof ErrorDetails;

/** One issue of a schema: the path in the value, and the message. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}
