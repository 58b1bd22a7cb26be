import type { ImportOptions, ImportResult } from './import-events.ts';
import type { StoreStatus } from './status.ts';
import type { SystemEvent } from '../fold/telemetry.ts';
import type { Watch } from '../read/watchers.ts';
import { filter, type Observable } from 'rxjs';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { AnyCommand, Command, CommandDefinition } from '../model/command.ts';
import type { Draft, Envelope, GivenEvent } from '../model/envelope.ts';
import type { AnyEvent } from '../model/event.ts';
import type { Readable, ReadModel } from '../model/readable.ts';
import { type AnyStoreOptions, checkListed, compose } from './create-kernel.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { checkNames } from '../fold/read-models.ts';
import type { Receipt } from '../write/receipt.ts';
import { reread } from './rebuild.ts';
import { type StoreStorage, throwUnsaved } from './storage.ts';
import type { AnyStore, InputOf, Outcome, Store, StoreOptions } from './store.ts';
import { storeInternals, type StoreInternals } from './internals.ts';

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
  return new RefoldStore(options as unknown as AnyStoreOptions) as unknown as Store<
    E,
    V[number]['name'],
    C[number]['name']
  >;
}

class RefoldStore implements AnyStore {
  readonly ready: Promise<void>;
  readonly [storeInternals]: StoreInternals;
  readonly #parts: StoreInternals;
  #closing: Promise<void> | undefined;
  #endRescue: (() => void) | undefined;

  constructor(options: AnyStoreOptions) {
    this.#parts = this[storeInternals] = {
      ...compose(options, () => this.#closing !== undefined),
      over: (log) => {
        const { commands, models } = this.#parts;
        const now = { views: models.models, commands: commands.definitions };
        return new RefoldStore({ ...options, ...now, log } as unknown as AnyStoreOptions);
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
    this.#parts.assert.write(`run("${command.name}")`);
    const { commands, groups, kernel, stamp } = this.#parts;
    const stamped = stamp();
    const decided = commands.decide(command, input[0]);
    if (!decided.ok) return decided as unknown as Outcome<D>;
    try {
      const committed = kernel.commit(decided.drafts, groups.next(stamped, decided.grouping));
      return { ok: true, ...committed } as unknown as Outcome<D>;
    } catch (error) {
      if (!isRefoldError(error, 'commit.limit') && !isRefoldError(error, 'event.limit')) throw error;
      return { ok: false, rejection: { code: 'over-limit', details: error.details } };
    }
  }

  append(...drafts: readonly Draft[]): Receipt {
    this.#parts.assert.use('append');
    const { groups, kernel, stamp } = this.#parts;
    return kernel.commit(drafts, groups.next(stamp(), {})).receipt;
  }

  transaction<T>(label: string, fn: () => T, { scope }: { readonly scope?: string } = {}): T {
    this.#parts.assert.write('transaction');
    return this.#parts.groups.transaction(label, scope, fn);
  }

  async import(events: readonly GivenEvent[], options: ImportOptions = {}): Promise<ImportResult> {
    this.#parts.assert.use('import');
    return this.#parts.kernel.import(events, options);
  }

  get<R>(read: Readable<R>): R {
    this.#parts.assert.read(`get("${read.name}")`);
    return this.#parts.reader.read(read) as R;
  }

  observe<R, T = R>(read: Readable<R>, select?: (value: R) => T): Observable<T> {
    this.#parts.assert.read(`observe("${read.name}")`);
    return this.#parts.publisher.observe(this.#parts.reader.select<T>(read, select, Object.is));
  }

  watch<R, T = R>(read: Readable<R>, select?: (value: R) => T, isEqual: (a: T, b: T) => boolean = Object.is): Watch<T> {
    this.#parts.assert.watch(`watch("${read.name}")`);
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
    const { catalog, commands: known, assert, models } = this.#parts;
    assert.use('attach');
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
    const { board, assert, kernel, models, opener, publisher } = this.#parts;
    let isSame = true;
    await opener.attach(
      () => definitions,
      (adopted, { last, pending }) => {
        assert.use('attach');
        isSame = last + pending === kernel.position;
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
    const { board, env, kernel, log, opener, writer } = this.#parts;
    try {
      const position = await opener.open();
      this.#endRescue = env.onHide(() => void writer.flushOnHide().catch(env.report));
      kernel.position = position;
      if (this.status.phase === 'opening') board.phase('ready');
    } catch (error) {
      writer.onLogFault(isRefoldError(error) ? error : new RefoldError('log.open_failed', { log: log.name }, error));
      if (this.status.phase === 'opening') board.phase('failed');
      throw error;
    }
  }
}
