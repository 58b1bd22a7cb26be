import { filter, type Observable } from 'rxjs';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { AnyCommand, Command, CommandDefinition } from '../model/command.ts';
import type { Draft, Envelope, GivenEvent } from '../model/envelope.ts';
import type { AnyEvent } from '../model/event.ts';
import type { Readable, ReadModel } from '../model/readable.ts';
import { type AnyStoreOptions, checkListed, compose } from './compose.ts';
import type { ModelDefinition } from './fold.ts';
import { checkNames } from './read-models.ts';
import type { Receipt } from './receipt.ts';
import { reread } from './reread.ts';
import { type StoreStorage, throwUnsaved } from './storage.ts';
import type {
  AnyStore,
  ImportOptions,
  ImportResult,
  InputOf,
  Outcome,
  Store,
  StoreOptions,
  StoreStatus,
  SystemEvent,
  Watch,
} from './store-api.ts';
import { storeParts, type StoreParts } from './store-parts.ts';

/**
 * Makes a store of events, read models and commands, and begins to open it; await `ready` before using it. It holds all
 * parts together: what it is not given (a log, a clock, randomness) it takes from the platform.
 * Throws `name.taken`, `event.not_listed` and `store.not_listed` for definitions that do not fit together.
 *
 * @example
 * const store = createStore({ events: [Added], views: [counter], commands: [add], log: dexieLog('counter') });
 * await store.ready;
 * store.run(add, { by: 1 });
 */
export function createStore<
  const E extends AnyEvent,
  const V extends readonly ReadModel[],
  const C extends readonly AnyCommand[] = readonly [],
>(options: StoreOptions<E, V, C>): Store<E, V[number]['name'], C[number]['name']> {
  return new LiveStore(options as unknown as AnyStoreOptions) as unknown as Store<
    E,
    V[number]['name'],
    C[number]['name']
  >;
}

class LiveStore implements AnyStore {
  readonly ready: Promise<void>;
  readonly [storeParts]: StoreParts;
  readonly #parts: StoreParts;
  #closing: Promise<void> | undefined;
  #endRescue: (() => void) | undefined;

  constructor(options: AnyStoreOptions) {
    this.#parts = this[storeParts] = {
      ...compose(options, () => this.#closing !== undefined),
      over: (log) => {
        const { commands, models } = this.#parts;
        const now = { views: models.models, commands: commands.definitions };
        return new LiveStore({ ...options, ...now, log } as unknown as AnyStoreOptions);
      },
    };
    this.ready = this.#parts.log.isAbsent === true ? this.#openAbsent() : this.#open();
    this.ready.catch(() => {
      // It ends no Node process: the status and telemetry have it too.
    });
  }

  get storage(): StoreStorage<never> {
    return this.#parts.storage as StoreStorage<never>;
  }

  get events$(): AnyStore['events$'] {
    return this.#parts.publisher.events$;
  }

  get status(): StoreStatus {
    return this.#parts.board.status;
  }

  get status$(): Observable<StoreStatus> {
    return this.#parts.board.status$;
  }

  get system$(): Observable<SystemEvent> {
    return this.#parts.board.system$;
  }

  run<I, D>(command: Command<I, D>, ...input: InputOf<I>): Outcome<D> {
    this.#parts.guards.write(`run("${command.name}")`);
    const { commands, groups, intake, stamp } = this.#parts;
    const stamped = stamp();
    const decided = commands.decide(command, input[0]);
    if (!decided.ok) return decided as unknown as Outcome<D>;
    try {
      const committed = intake.commit(decided.drafts, groups.next(stamped, decided.grouping));
      return { ok: true, ...committed } as unknown as Outcome<D>;
    } catch (error) {
      if (!isRefoldError(error, 'commit.limit') && !isRefoldError(error, 'event.limit')) throw error;
      return { ok: false, rejection: { code: 'over-limit', details: error.details } };
    }
  }

  append(...drafts: readonly Draft[]): Receipt {
    this.#parts.guards.use('append');
    const { groups, intake, stamp } = this.#parts;
    return intake.commit(drafts, groups.next(stamp(), {})).receipt;
  }

  transaction<T>(label: string, fn: () => T, { scope }: { readonly scope?: string } = {}): T {
    this.#parts.guards.write('transaction');
    return this.#parts.groups.transaction(label, scope, fn);
  }

  async import(events: readonly GivenEvent[], options: ImportOptions = {}): Promise<ImportResult> {
    this.#parts.guards.use('import');
    return this.#parts.intake.import(events, options);
  }

  get<R>(read: Readable<R>): R {
    this.#parts.guards.read(`get("${read.name}")`);
    return this.#parts.reader.read(read) as R;
  }

  observe<R, T = R>(read: Readable<R>, select?: (value: R) => T): Observable<T> {
    this.#parts.guards.read(`observe("${read.name}")`);
    return this.#parts.publisher.observe(this.#parts.reader.select<T>(read, select, Object.is));
  }

  watch<R, T = R>(read: Readable<R>, select?: (value: R) => T, isEqual: (a: T, b: T) => boolean = Object.is): Watch<T> {
    this.#parts.guards.watch(`watch("${read.name}")`);
    return this.#parts.publisher.watch(this.#parts.reader.select<T>(read, select, isEqual));
  }

  on(types: string): Observable<never> {
    const prefix = types.endsWith('.*') ? types.slice(0, -1) : undefined;
    return this.#parts.publisher.events$.pipe(
      filter((e: Envelope): e is never => (prefix === undefined ? e.type === types : e.type.startsWith(prefix))),
    );
  }

  lists(definition: Readable | AnyCommand | AnyEvent): boolean {
    if ('type' in definition) return this.#parts.catalog.lists(definition);
    return '~read' in definition || '~kind' in definition
      ? this.#parts.reader.missing(definition as Readable) === undefined
      : this.#parts.commands.has(definition as AnyCommand);
  }

  async attach(...given: readonly (ReadModel | AnyCommand)[]): Promise<never> {
    const { catalog, commands: known, guards, models } = this.#parts;
    guards.use('attach');
    const definitions = given.filter((one) => '~handlers' in one) as readonly unknown[] as readonly ModelDefinition[];
    const commands = given.filter((one) => !('~handlers' in one)) as readonly unknown[] as readonly CommandDefinition[];
    checkNames('read model', definitions);
    // By name: a module that was loaded anew has made its events anew.
    checkListed(definitions, ({ type }) => catalog.newest(type) !== undefined);
    const takeBack = known.put(commands, definitions);
    catalog.adopt(definitions.flatMap((model) => model['~folds']));
    const giveUp = models.listing.announce(definitions);
    try {
      await this.#attach(definitions);
    } catch (error) {
      takeBack();
      giveUp();
      throw error;
    }
    return this as never;
  }

  async #attach(definitions: readonly ModelDefinition[]): Promise<void> {
    if (definitions.length === 0) return;
    const { board, guards, intake, models, opener, publisher } = this.#parts;
    let isSame = true;
    await opener.attach(
      () => definitions,
      (adopted, { last, pending }) => {
        guards.use('attach');
        isSame = last + pending === intake.position;
        if (!isSame) return;
        models.adopt(adopted);
        board.stopped(models.stopped);
        publisher.refresh();
      },
    );
    // Another tab has written: read models that have folded different logs cannot be kept side by side.
    if (!isSame) await reread(this.#parts, 'attach', () => false, definitions);
  }

  subscribe(listener: () => void): () => void {
    return this.#parts.publisher.subscribe(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async destroy({ discard = false }: { readonly discard?: boolean } = {}): Promise<void> {
    if (this.#closing === undefined) {
      await this.#settled();
      const { pending, storageError } = this.status;
      if (pending > 0 && !discard) throw new RefoldError('store.unsaved', { events: pending }, storageError);
    }
    // Unsaved events are told of above, or not wanted.
    await Promise.allSettled([this.close()]);
    await this.#parts.log.destroy();
  }

  async #close(): Promise<void> {
    const { board, log, publisher, snapshotter } = this.#parts;
    await this.#settled();
    this.#endRescue?.();
    await snapshotter?.close();
    const { status } = this;
    board.close();
    publisher.close();
    await log.close();
    throwUnsaved(status);
  }

  /** Resolves when nothing is being opened, attached or written any more. */
  async #settled(): Promise<void> {
    await Promise.allSettled([this.ready]);
    await this.#parts.opener.settled();
    await this.#parts.writer.drain();
  }

  /** There is nothing to read, so a server that renders in one go finds it ready. */
  #openAbsent(): Promise<void> {
    this.#parts.board.phase('ready');
    return Promise.resolve();
  }

  async #open(): Promise<void> {
    const { board, env, intake, log, opener, writer } = this.#parts;
    try {
      const position = await opener.open();
      this.#endRescue = env.onHide(() => void writer.rescue().catch(env.report));
      intake.position = position;
      if (this.status.phase === 'opening') board.phase('ready');
    } catch (error) {
      writer.told(isRefoldError(error) ? error : new RefoldError('log.open_failed', { log: log.name }, error));
      if (this.status.phase === 'opening') board.phase('failed');
      throw error;
    }
  }
}
