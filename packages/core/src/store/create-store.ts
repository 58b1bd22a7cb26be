import type { StoreStatus } from './status.ts';
import type { SystemEvent } from '../fold/telemetry.ts';
import { filter, type Observable } from 'rxjs';
import { loadPart } from '../errors/load-part.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { AnyCommand, Command, CommandDefinition } from '../model/command.ts';
import type { Draft, Envelope, GivenEvent } from '../model/envelope.ts';
import type { AnyEvent } from '../model/event.ts';
import type { Readable, ReadModel } from '../model/readable.ts';
import type * as attaching from './loading/attach.ts';
import { boot } from './loading/boot.ts';
import { type AnyStoreOptions, checkListed, createInternals } from './create-internals.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { checkNames } from '../fold/read-models.ts';
import type { Receipt } from '../write/receipt.ts';
import { storageOf, type StoreStorage, throwUnsaved } from './storage.ts';
import type {
  AnyStore,
  ImportOptions,
  ImportResult,
  InputOf,
  Outcome,
  Store,
  StoreOptions,
  TabConnection,
  Tabs,
} from './store.ts';
import { storeInternals, type StoreInternals } from './internals.ts';

/**
 * Creates a store of events, read models and commands, and begins to open it; await `ready` before using it. A log, a
 * clock or randomness that the options lack comes from the platform. Throws `name.taken`, `event.not_listed` and
 * `store.not_listed` if definitions do not fit together.
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
  readonly storage: StoreStorage<never>;
  readonly [storeInternals]: StoreInternals;
  readonly #internals: StoreInternals;
  #tabs: TabConnection | undefined;
  #closing: Promise<void> | undefined;
  #stopFlushOnHide: (() => void) | undefined;

  constructor(options: AnyStoreOptions) {
    const internals = createInternals(options);
    this.#internals = this[storeInternals] = {
      ...internals,
      loadRebuild: async () => {
        const { rebuild } = await loadAttach();
        return (action, isSkippedNew) => rebuild(this.#internals, action, isSkippedNew);
      },
      over: (log) => {
        const now = { views: internals.kernel.models.models, commands: internals.commands.definitions };
        return new RefoldStore({ ...options, ...now, log } as unknown as AnyStoreOptions);
      },
    };
    this.storage = storageOf(this.#internals) as StoreStorage<never>;
    this.ready = internals.log.isAbsent === true ? this.#openAbsent() : this.#open(options.tabs);
    this.ready.catch(() => {
      // An unhandled rejection would end a Node process; the status and telemetry report the failure too.
    });
  }

  get events$(): AnyStore['events$'] {
    return this.#internals.kernel.publisher.events$;
  }

  get status(): StoreStatus {
    return this.#internals.kernel.status.status;
  }

  get status$(): Observable<StoreStatus> {
    return this.#internals.kernel.status.status$;
  }

  get system$(): Observable<SystemEvent> {
    return this.#internals.kernel.status.system$;
  }

  run<I, D>(command: Command<I, D>, ...input: InputOf<I>): Outcome<D> {
    this.#internals.assert.write(`run("${command.name}")`);
    const { commands, groups, kernel, newMetadata, transactions } = this.#internals;
    const metadata = newMetadata();
    const decided = commands.decide(command, input[0]);
    if (!decided.ok) return decided as unknown as Outcome<D>;
    try {
      const { drafts, grouping } = decided;
      const committed =
        transactions.record(drafts, grouping.command) ?? kernel.commit(drafts, groups.next(metadata, grouping));
      return { ok: true, ...committed } as unknown as Outcome<D>;
    } catch (error) {
      if (!isRefoldError(error, 'commit.limit') && !isRefoldError(error, 'event.limit')) throw error;
      return { ok: false, rejection: { code: 'over-limit', details: error.details } };
    }
  }

  append(...drafts: readonly Draft[]): Receipt {
    this.#internals.assert.use('append');
    const { groups, kernel, newMetadata, transactions } = this.#internals;
    return (transactions.record(drafts) ?? kernel.commit(drafts, groups.next(newMetadata(), {}))).receipt;
  }

  transaction<T>(label: string, fn: () => T, { scope }: { readonly scope?: string } = {}): T {
    this.#internals.assert.write('transaction');
    return this.#internals.transactions.run(label, scope, fn);
  }

  async import(events: readonly GivenEvent[], options: ImportOptions = {}): Promise<ImportResult> {
    const { assert, imports } = this.#internals;
    assert.use('import');
    return imports.run(async () => {
      const { importEvents } = await loadPart('import', () => import('./loading/import-events.ts'));
      assert.use('import');
      return importEvents(this.#internals, events, options);
    });
  }

  get<R>(read: Readable<R>): R {
    this.#internals.assert.read(`get("${read.name}")`);
    return this.#internals.transactions.reader.read(read) as R;
  }

  observe<R, T = R>(read: Readable<R>, select?: (value: R) => T): Observable<T> {
    this.#internals.assert.read(`observe("${read.name}")`);
    return this.#internals.kernel.publisher.observe(this.#internals.reader.select<T>(read, select, Object.is));
  }

  on(types: string): Observable<never> {
    const prefix = types.endsWith('.*') ? types.slice(0, -1) : undefined;
    return this.#internals.kernel.publisher.events$.pipe(
      filter((e: Envelope): e is never => (prefix === undefined ? e.type === types : e.type.startsWith(prefix))),
    );
  }

  lists(definition: Readable | AnyCommand | AnyEvent): boolean {
    if ('type' in definition) return this.#internals.catalog.lists(definition);
    return '~read' in definition || '~kind' in definition
      ? this.#internals.reader.missing(definition as Readable) === undefined
      : this.#internals.commands.has(definition as AnyCommand);
  }

  async attach(...given: readonly (ReadModel | AnyCommand)[]): Promise<never> {
    const { assert, catalog, commands: known, kernel, loads } = this.#internals;
    const { listing } = kernel.models;
    assert.use('attach');
    const definitions = given.filter((one) => '~handlers' in one) as readonly unknown[] as readonly ModelDefinition[];
    const commands = given.filter((one) => !('~handlers' in one)) as readonly unknown[] as readonly CommandDefinition[];
    checkNames('read model', definitions);
    // Checked by name: a hot-reloaded module has new event definitions.
    checkListed(definitions, ({ type }) => catalog.newest(type) !== undefined);
    const takeBack = known.put(commands, definitions);
    catalog.adopt(definitions.flatMap((model) => model['~folds']));
    const giveUp = listing.announce(definitions);
    try {
      // It loads in its turn, so that a closing store waits for it.
      if (definitions.length > 0)
        await loads.run(async () => (await loadAttach()).attachModels(this.#internals, definitions));
    } catch (error) {
      takeBack();
      giveUp();
      throw error;
    }
    return this as never;
  }

  subscribe(listener: () => void): () => void {
    return this.#internals.kernel.publisher.subscribe(listener);
  }

  close(): Promise<void> {
    this.#internals.kernel.isClosing = true;
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async destroy({ discard = false }: { readonly discard?: boolean } = {}): Promise<void> {
    if (this.#closing === undefined) {
      await this.#idle();
      const { unsaved, storageError } = this.status;
      if (unsaved > 0 && !discard) throw new RefoldError('store.unsaved', { events: unsaved }, storageError);
    }
    // Unsaved events were reported above, or the caller discards them.
    await Promise.allSettled([this.close()]);
    await this.#internals.log.destroy();
  }

  async #close(): Promise<void> {
    const { kernel, log } = this.#internals;
    await this.#idle();
    await this.#tabs?.close();
    this.#stopFlushOnHide?.();
    await kernel.snapshotter?.close();
    const { status } = this;
    kernel.status.close();
    kernel.publisher.close();
    await log.close();
    throwUnsaved(status);
  }

  /** Resolves when the store is not opening, attaching or writing. */
  async #idle(): Promise<void> {
    await Promise.allSettled([this.ready]);
    await this.#internals.loads.idle();
    await this.#internals.kernel.writer.drain();
  }

  /** An absent log has nothing to read, so a server that renders synchronously finds the store ready. */
  #openAbsent(): Promise<void> {
    this.#internals.kernel.status.phase('ready');
    return Promise.resolve();
  }

  async #open(tabs: Tabs | undefined): Promise<void> {
    const { env, kernel, log } = this.#internals;
    const { status, writer } = kernel;
    // Until it knows whether it leads.
    if (tabs !== undefined) kernel.lead(false);
    try {
      await boot(this.#internals);
      this.#stopFlushOnHide = env.onHide(() => void writer.flushOnHide().catch(env.report));
      if (this.status.phase === 'opening') status.phase('ready');
      if (!kernel.isClosing) this.#tabs = tabs?.['~connect'](this);
    } catch (error) {
      writer.onLogFault(isRefoldError(error) ? error : new RefoldError('log.open_failed', { log: log.name }, error));
      if (this.status.phase === 'opening') status.phase('failed');
      throw error;
    }
  }
}

/** The code that folds read models beside the live ones. */
const loadAttach = (): Promise<typeof attaching> => loadPart('attach', () => import('./loading/attach.ts'));
