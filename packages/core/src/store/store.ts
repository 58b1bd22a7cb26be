import type { Observable } from 'rxjs';
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
import type { Watch } from '../read/watchers.ts';
import type { ImportOptions, ImportResult } from './import-events.ts';
import type { StoreStatus } from './status.ts';
import type { StoreStorage } from './storage.ts';

type TypeIn<X> = X extends { readonly type: infer T } ? T : never;
/** Refuses a function that returns a promise: what it commits later would not be part of it. */
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

/** Names the event that is missing in `events` instead of saying that two interfaces differ. */
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

/** What a command came to: its events and their receipt, or the rejection. */
export type Outcome<D> =
  | { readonly ok: true; readonly events: readonly DecidedIn<D>[]; readonly receipt: Receipt }
  | { readonly ok: false; readonly rejection: RejectionsIn<D> | InvalidInput | OverLimit };

/** What `run` takes after the command. */
export type InputOf<I> = [I] extends [void] ? [] : [input: Immutable<I>];

/**
 * A store of events `E`, which lists read models of the names `V` and commands of the names `C`: the log of events and what is
 * folded from it. Before `ready` and after `close` reading and writing throw `store.not_ready` and `store.closed`.
 */
export interface Store<E extends AnyEvent = AnyEvent, V extends string = AnyName, C extends string = AnyName> {
  /**
   * Settles when the log has been read and folded. Rejects with `log.lost`, `log.blocked`, `log.open_failed`,
   * `log.format_newer`, `log.read_failed` or `log.corrupt`, and with `log.compacted` when another tab has just dropped what was to be read, so that
   * a new store opens; the status says so too, and `destroy` can still be called.
   */
  readonly ready: Promise<void>;
  /**
   * Decides a command and appends its events in one step. Read models are up to date when it returns. A rejection is a
   * value, also that of input that does not fit and of events over a limit. Throws `command.threw`, `command.invalid_decision`,
   * `store.not_listed`, what else `append` throws, and `store.travelling` while a timeline shows the past.
   */
  run<I, D>(command: Command<I, D, C>, ...input: InputOf<I>): Outcome<D>;
  /**
   * Appends events as one commit: facts, so it works while a timeline shows the past too. They are then folded and stored
   * underneath, and seen when the present is back. For what a person does, use `run`. Throws, storing nothing,
   * `event.not_listed`, `event.reserved`, `event.invalid`, `event.not_json`, `event.key_forbidden`, `event.limit`,
   * `commit.limit`, `schema.async`, `store.busy`.
   */
  append(...events: readonly DraftOf<E>[]): Receipt;
  /**
   * Makes one group of all that is committed while `fn` runs, with a label, to be undone and redone as one. Gives what `fn`
   * gives. A transaction within another is part of it. It takes nothing back: when `fn` throws, what it committed stays.
   * Undo, redo and rejecting a commit throw `store.busy` within it. Throws `transaction.async` when `fn` returns a promise,
   * and `store.travelling` while a timeline shows the past.
   */
  transaction<T>(label: string, fn: (() => T) & Synchronous<T>, options?: { readonly scope?: string }): T;
  /**
   * Adds events that have ids and times of their own; those that are in the log already are not added again. They are
   * checked, never rewritten, and start no reactions. Resolves when what is new is stored; an event that cannot be taken
   * is refused alone. When the signal aborts before anything is added, it rejects with the signal's reason.
   */
  import(events: readonly Given<E | ControlEvent>[], options?: ImportOptions): Promise<ImportResult>;
  /** What a view, a collection or a query gives now. Throws `store.not_listed`. */
  get<R>(read: Readable<R, V>): R;
  /** The value now, then each distinct one. */
  observe<R, T = R>(read: Readable<R, V>, select?: (value: R) => T): Observable<T>;
  /** As `observe`, for binding to frameworks. */
  watch<R, T = R>(read: Readable<R, V>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean): Watch<T>;
  /** Events as they are appended; read models are up to date when they come. Never replays. */
  readonly events$: Observable<EnvelopeOf<E | ControlEvent>>;
  on<P extends Pattern<E['type']> | Known>(types: P): Observable<EnvelopeOf<Matching<E | ControlEvent, P>>>;
  /** Told after each batch; the answer ends it. */
  subscribe(listener: () => void): () => void;
  /**
   * Adds read models and commands, or puts them in the place of those of the same name: for lazy routes, and for hot reload.
   * Commands are there at once. Read models are folded from the log beside the live ones, with `status.progress`, and seen
   * when the promise resolves, to the same store, whose type lists them. Rejects with `name.taken`, `event.not_listed`, `store.not_listed`, `store.closed`, `log.corrupt`,
   * `log.compacted`, and nothing has changed.
   */
  attach<const D extends readonly (ReadModel | AnyCommand)[]>(
    ...definitions: D & Listed<D, E>
  ): Promise<this & Attached<D>>;
  /** Whether this store has the command or the event, or all read models that the readable needs. */
  lists(definition: Readable | AnyCommand | AnyEvent): boolean;
  readonly status: StoreStatus;
  /** The status now, then each change. */
  readonly status$: Observable<StoreStatus>;
  /** Telemetry as it comes. In development, trouble is printed on the console while nobody subscribes. */
  readonly system$: Observable<SystemEvent>;
  readonly storage: StoreStorage<EnvelopeOf<E | ControlEvent>>;
  /** Writes what is pending, then closes the log. Rejects, closed all the same, with `storageError` when that fails. */
  close(): Promise<void>;
  /**
   * For logout: writes what is pending, closes, and deletes all that is stored. Resolves when it is gone. Rejects with
   * `store.unsaved`, and nothing has changed, when something cannot be stored, unless it is to be discarded; with
   * `log.blocked` when another tab holds the log: call it again, or leave it, since it goes when that tab lets go.
   */
  destroy(options?: { readonly discard?: boolean }): Promise<void>;
}

/** What a store takes besides, once these are attached. */
type Attached<D extends readonly { readonly name: string }[]> = Pick<
  Store<AnyEvent, D[number]['name'], D[number]['name']>,
  'run' | 'get' | 'observe' | 'watch'
>;

/** A store of any events, read models and commands: what it is asked for is judged when it is asked. */
// oxlint-disable-next-line typescript/no-explicit-any -- only `any` is both above and below every event
export type AnyStore = Store<any, any, any>;

export interface StoreOptions<E extends AnyEvent, V extends readonly ReadModel[], C extends readonly AnyCommand[]> {
  /** All events that the log may get. */
  readonly events: readonly E[];
  readonly views: V & Listed<V, NoInfer<E>>;
  readonly commands?: C & Listed<C, NoInfer<E>>;
  /** Where events are kept. Default: in memory. */
  readonly log?: EventLog;
  /** Who is acting now. Default: `anonymous`. */
  readonly actor?: () => string;
  /** The app's name in the metadata of its events. Default: `app`. */
  readonly source?: string;
  readonly limits?: Partial<Limits>;
  /**
   * Whether read models are frozen, in depth, so that nobody can change what all read. Default: true. `false` leaves them as they
   * are in production; it saves the time of large arrays in views, which are copied more slowly when they are frozen.
   */
  readonly freeze?: boolean;
  readonly env?: Partial<Env>;
}
