import type { Observable } from 'rxjs';
import type { RefoldError } from '../errors/refold-error.ts';
import type { EventLog } from '../log/event-log.ts';
import type {
  AnyCommand,
  Command,
  DecidedIn,
  EventsIn,
  InvalidInput,
  OverLimit,
  RejectionsIn,
} from '../model/command.ts';
import type { ControlEvent } from '../model/control-events.ts';
import type { GivenEvent } from '../model/envelope.ts';
import type { AnyEvent, DraftOf, EnvelopeOf } from '../model/event.ts';
import type { Limits } from '../model/limits.ts';
import type { Immutable } from '../model/immutable.ts';
import type { AnyName, Readable, ReadModel } from '../model/readable.ts';
import type { Env } from '../env/env.ts';
import type { Receipt } from '../write/receipt.ts';
import type { SystemEvent } from '../fold/telemetry.ts';
import type { StoreStatus } from './status.ts';
import type { StoreStorage } from './storage.ts';

type TypeIn<X> = X extends { readonly type: infer T } ? T : never;
/** Refuses a function that returns a promise: later commits would not be part of the transaction. */
type Synchronous<T> = [T] extends [never]
  ? unknown
  : [T] extends [PromiseLike<unknown>]
    ? { 'a transaction is synchronous': T }
    : unknown;
/** Types that every store knows. */
type Known = ControlEvent['type'];
type Given<E> = E extends { readonly type: infer T extends string; readonly '~data': infer D }
  ? GivenEvent<T, D>
  : never;

/** An event type, or all under a prefix: `order.*`. */
export type Pattern<T extends string> = T | (T extends `${infer H}.${string}` ? `${H}.*` : never);
type Matching<E, P extends string> = P extends `${infer H}.*`
  ? Extract<E, { type: `${H}.${string}` }>
  : Extract<E, { type: P }>;

/** Makes the type error name the event that is missing in `events`. */
export type Listed<M extends readonly unknown[], E extends AnyEvent> = {
  [P in keyof M]: M[P] extends { readonly '~events': infer X }
    ? [Exclude<TypeIn<X>, E['type'] | Known>] extends [never]
      ? M[P]
      : { 'not listed in events': Exclude<TypeIn<X>, E['type'] | Known> }
    : M[P] extends { readonly '~decision': infer D }
      ? [Exclude<TypeIn<EventsIn<D>>, E['type']>] extends [never]
        ? M[P]
        : { 'not listed in events': Exclude<TypeIn<EventsIn<D>>, E['type']> }
      : never;
};

/** The outcome of a command: its events and their receipt, or the rejection. */
export type Outcome<D> =
  | { readonly ok: true; readonly events: readonly DecidedIn<D>[]; readonly receipt: Receipt }
  | { readonly ok: false; readonly rejection: RejectionsIn<D> | InvalidInput | OverLimit };

/** The arguments of `run` after the command. */
export type InputOf<I> = [I] extends [void] ? [] : [input: Immutable<I>];

/**
 * A store of events `E`, with read models of the names `V` and commands of the names `C`: the log of events and the
 * read models folded from it. Before `ready` and after `close`, reading and writing throw `store.not_ready` and
 * `store.closed`.
 */
export interface Store<E extends AnyEvent = AnyEvent, V extends string = AnyName, C extends string = AnyName> {
  /**
   * Resolves when the log is read and folded. Rejects with `log.lost`, `log.blocked`, `log.open_failed`,
   * `log.format_newer`, `log.read_failed` or `log.corrupt`. Rejects with `log.compacted` if another tab just dropped
   * the events to read; a new store will open. The status has the error too, and `destroy` still works.
   */
  readonly ready: Promise<void>;
  /**
   * Decides a command and appends its events in one step. Read models are up to date when it returns. A rejection is a
   * value, also for input that does not fit and events over a limit. Throws `command.threw`,
   * `command.invalid_decision`, `store.not_listed`, the errors of `append`, and `store.travelling` while a timeline
   * shows the past.
   */
  run<I, D>(command: Command<I, D, C>, ...input: InputOf<I>): Outcome<D>;
  /**
   * Appends events as one commit. They are facts, so it also works while a timeline shows the past: they are folded and
   * stored, and show when the present returns. For actions of a person, use `run`. Throws, storing nothing,
   * `event.not_listed`, `event.reserved`, `event.invalid`, `event.not_json`, `event.key_forbidden`, `event.limit`,
   * `commit.limit`, `schema.async`, `store.busy`.
   */
  append(...events: readonly DraftOf<E>[]): Receipt;
  /**
   * Makes one commit of all that `fn` runs and appends, with a label, all or nothing: if `fn` throws, nothing is
   * appended. Commands and `get` see what came before in it; nobody else sees anything before it ends. A rejection is a
   * value: throw to give up. A transaction within another is part of it. Undo, redo and rejecting a commit throw
   * `store.busy` within it. Returns the result of `fn`.
   *
   * Throws what `fn` throws, `transaction.async` if it returns a promise, `commit.limit` if all of it is too much for
   * one commit, and `store.travelling` while a timeline shows the past.
   *
   * @example
   * store.transaction('Sell and pay', () => {
   *   const sold = store.run(placeOrder, order);
   *   if (!sold.ok || !store.run(pay, { cents }).ok) throw new Error('Not sold.');
   * });
   */
  transaction<T>(label: string, fn: (() => T) & Synchronous<T>, options?: { readonly scope?: string }): T;
  /**
   * Imports events that have ids and times of their own; stored ones are not added again. It checks them, never
   * rewrites them, and starts no reactions. Resolves when the new events are stored. Refuses an invalid event without
   * the others. Rejects with the signal's reason if it aborts before anything is added.
   */
  import(events: readonly Given<E | ControlEvent>[], options?: ImportOptions): Promise<ImportResult>;
  /** Returns the current value of a view, a collection or a query. Throws `store.not_listed`. */
  get<R>(read: Readable<R, V>): R;
  /** Emits the current value, then each distinct one. */
  observe<R, T = R>(read: Readable<R, V>, select?: (value: R) => T): Observable<T>;
  /** Emits events as they are appended, after read models are up to date. Never replays. */
  readonly events$: Observable<EnvelopeOf<E | ControlEvent>>;
  on<P extends Pattern<E['type']> | Known>(types: P): Observable<EnvelopeOf<Matching<E | ControlEvent, P>>>;
  /** Calls `listener` after each batch. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /**
   * Adds read models and commands, or replaces those of the same name: for lazy routes and hot reload. Commands are
   * there at once. Read models fold the log in the background, with `status.progress`, and show when the promise
   * resolves. It resolves to the same store, whose type lists them. Rejects, changing nothing, with `name.taken`,
   * `event.not_listed`, `store.not_listed`, `store.closed`, `log.corrupt`, `log.compacted`.
   */
  attach<const D extends readonly (ReadModel | AnyCommand)[]>(
    ...definitions: D & Listed<D, E>
  ): Promise<this & Attached<D>>;
  /** Whether this store has the command or the event, or all read models that the readable needs. */
  lists(definition: Readable | AnyCommand | AnyEvent): boolean;
  readonly status: StoreStatus;
  /** Emits the current status, then each change. */
  readonly status$: Observable<StoreStatus>;
  /** Emits telemetry. In development, faults are printed on the console while nobody subscribes. */
  readonly system$: Observable<SystemEvent>;
  readonly storage: StoreStorage<EnvelopeOf<E | ControlEvent>>;
  /**
   * Writes pending events, then closes the log. If that fails, it rejects with `storageError`, and the store is still
   * closed.
   */
  close(): Promise<void>;
  /**
   * For logout: writes pending events, closes, and deletes everything stored. Resolves when it is gone. Rejects with
   * `store.unsaved`, changing nothing, if events cannot be stored and `discard` is not set. Rejects with `log.blocked`
   * while another tab holds the log; it is deleted when that tab closes it, or call it again.
   */
  destroy(options?: { readonly discard?: boolean }): Promise<void>;
}

export interface ImportOptions {
  /** Metadata `source` of events that have none. Default `import`. */
  readonly source?: string;
  readonly signal?: AbortSignal;
}

export interface ImportResult {
  readonly added: number;
  /** Already in the log with the same content. */
  readonly duplicates: number;
  /** Refused events, by their index in the argument, with the error. */
  readonly refused: readonly { readonly index: number; readonly error: RefoldError }[];
}

/** The methods that accept attached definitions. */
type Attached<D extends readonly { readonly name: string }[]> = Pick<
  Store<AnyEvent, D[number]['name'], D[number]['name']>,
  'run' | 'get' | 'observe'
>;

/** A store of any events, read models and commands. It checks at run time what it is asked for. */
// oxlint-disable-next-line typescript/no-explicit-any -- only `any` is both above and below every event
export type AnyStore = Store<any, any, any>;

/** Makes all open tabs of an app behave as one. `webTabs()` of `@refold/core/tabs` is one for browsers. */
export interface Tabs {
  /** Connects a store that is ready to the other tabs of its log. Throws nothing: faults are in the store's status. */
  readonly '~connect': (store: AnyStore) => TabConnection;
}

export interface TabConnection {
  /** Ends what the tab does for others, and resolves when nothing of it runs any more. */
  readonly close: () => Promise<void>;
}

export interface StoreOptions<E extends AnyEvent, V extends readonly ReadModel[], C extends readonly AnyCommand[]> {
  /** All events that the log may contain. */
  readonly events: readonly E[];
  readonly views: V & Listed<V, NoInfer<E>>;
  readonly commands?: C & Listed<C, NoInfer<E>>;
  /** The event log. Default: in memory. */
  readonly log?: EventLog;
  /** Makes all open tabs behave as one app: `webTabs()`. Default: a tab learns of others' events when it reloads. */
  readonly tabs?: Tabs;
  /** The current actor. Default: `anonymous`. */
  readonly actor?: () => string;
  /** The app's name in the metadata of its events. Default: `app`. */
  readonly source?: string;
  readonly limits?: Partial<Limits>;
  /**
   * Whether to freeze read models deeply, so that no reader can change them. Default: true. `false` leaves them
   * unfrozen in production. That saves time for large arrays in views, which copy more slowly when frozen.
   */
  readonly freeze?: boolean;
  readonly env?: Partial<Env>;
}
