import { filter, type Observable } from 'rxjs';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Commit } from '../log/commit.ts';
import { memoryLog } from '../log/memory-log.ts';
import type { ImportOutcome } from '../log/import-outcome.ts';
import { createCatalog } from '../model/catalog.ts';
import type { AnyCommand, Command, CommandDefinition } from '../model/command.ts';
import { Rejected, type RejectedData } from '../model/control-events.ts';
import type { Draft, Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import type { AnyEvent } from '../model/event.ts';
import { createIdSource, type IdSource } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import type { Readable, ReadModel } from '../model/readable.ts';
import { Commands } from './commands.ts';
import { type Env, platformEnv } from './env.ts';
import type { ModelDefinition, Placed } from './fold.ts';
import { Groups } from './groups.ts';
import { importEvents } from './importer.ts';
import { place, type SkippedEvent } from './place.ts';
import { Publisher } from './publisher.ts';
import { Reader } from './reader.ts';
import { Opener } from './opener.ts';
import { checkNames, ReadModels } from './read-models.ts';
import type { Receipt } from './receipt.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { RejectedEvents } from './rejected-events.ts';
import { reread } from './reread.ts';
import { ShownWorld } from './shown-world.ts';
import { Snapshotter } from './snapshotter.ts';
import { StatusBoard } from './status.ts';
import { storageOf, type StoreStorage, throwUnsaved } from './storage.ts';
import type {
  AnyStore,
  ImportOptions,
  ImportResult,
  Outcome,
  Store,
  StoreOptions,
  StoreStatus,
  SystemEvent,
  Watch,
} from './store-api.ts';
import { storeParts, type StoreParts } from './store-parts.ts';
import { Writer, type WriterStatus } from './writer.ts';

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
>(options: StoreOptions<E, V, C>): Store<E> {
  return new LiveStore(
    options as unknown as StoreOptions<AnyEvent, readonly ReadModel[], readonly AnyCommand[]>,
  ) as unknown as Store<E>;
}

class LiveStore implements AnyStore {
  readonly ready: Promise<void>;
  readonly storage: StoreStorage<never>;
  readonly [storeParts]: StoreParts;
  readonly #env: Env;
  readonly #log;
  readonly #actor: () => string;
  readonly #source: string;
  readonly #ids: IdSource;
  readonly #catalog;
  readonly #recorder: Recorder;
  readonly #commands: Commands;
  readonly #groups: Groups;
  readonly #models: ReadModels;
  readonly #shown: ShownWorld;
  readonly #reader: Reader;
  readonly #publisher: Publisher;
  readonly #board = new StatusBoard();
  readonly #rejected = new RejectedEvents();
  readonly #writer: Writer;
  readonly #snapshotter: Snapshotter | undefined;
  readonly #opener: Opener;
  #position = 0;
  #closing: Promise<void> | undefined;
  #endRescue: (() => void) | undefined;
  #imports: Promise<unknown> = Promise.resolve();

  constructor(options: StoreOptions<AnyEvent, readonly ReadModel[], readonly AnyCommand[]>) {
    const models = options.views as unknown as readonly ModelDefinition[];
    const limits = { ...defaultLimits, ...options.limits };
    this.#env = { ...platformEnv(), ...options.env };
    this.#log = options.log ?? memoryLog();
    this.#actor = options.actor ?? (() => 'anonymous');
    this.#source = options.source ?? 'app';
    this.#ids = createIdSource(this.#env.now, this.#env.random);
    this.#catalog = createCatalog(options.events, limits, this.#env.isDevelopment);
    this.#recorder = createRecorder(this.#catalog, this.#ids, this.#env.now, limits);
    this.#models = new ReadModels(models, this.#env.isDevelopment);
    this.#shown = new ShownWorld(this.#models.world);
    this.#reader = new Reader(this.#shown);
    this.#publisher = new Publisher(this.#shown, this.#env.report);
    const onStatus = (status: WriterStatus): void => {
      this.#board.written(status);
      // Only what is stored is saved, so what was due before comes to its turn now: a long import may end with this.
      if (status.pending === 0) this.#snapshotter?.advance(this.#models.settled);
    };
    this.#writer = new Writer(this.#log, this.#ids.newId('writer'), this.#env.idle, onStatus, this.#rejected);
    this.#log.onFault?.((fault) => this.#writer.told(fault));
    this.storage = storageOf({
      log: this.#log,
      writer: this.#writer,
      status: () => this.status,
      env: this.#env,
      guard: (action) => this.#guard(action),
    }) as StoreStorage<never>;
    this.#snapshotter =
      this.#log.snapshots &&
      new Snapshotter({
        snapshots: this.#log.snapshots,
        models: () => this.#models.models,
        settle: () => {
          this.#models.mark();
          return this.#models.base;
        },
        saveable: (model) => this.#models.saveable(model),
        newest: (type) => this.#catalog.newest(type) ?? 0,
        storedPosition: () => (this.#writer.isLog ? this.#position : undefined),
        newId: () => this.#ids.newId(),
        pause: this.#env.pause,
        idle: this.#env.idle,
        tell: (event) => this.#board.tell(event),
        isDevelopment: this.#env.isDevelopment,
      });
    this.#checkListed(models);
    this.#commands = new Commands((options.commands ?? []) as readonly unknown[] as readonly CommandDefinition[], {
      reader: this.#reader,
      ids: this.#ids,
      now: this.#env.now,
      actor: this.#actor,
    });
    this.#groups = new Groups(this.#env.now);
    const parts = {
      log: this.#log,
      catalog: this.#catalog,
      env: this.#env,
      models: this.#models,
      writer: this.#writer,
      snapshotter: this.#snapshotter,
      board: this.#board,
    };
    this.#opener = new Opener(parts);
    this[storeParts] = {
      ...parts,
      limits,
      opener: this.#opener,
      publisher: this.#publisher,
      recorder: this.#recorder,
      commands: this.#commands,
      groups: this.#groups,
      actor: this.#actor,
      commit: (drafts, metadata) => this.#append(drafts, metadata, true),
      shown: this.#shown,
      guard: (action) => this.#guard(action),
      guardWrite: (action) => this.#guardWrite(action),
      stamp: (source) => this.#stamp(source),
      tellRejected: (placed) => this.#tellRejected(placed),
      inTurn: (run) => this.#inTurn(run),
      over: (log) => {
        const now = { views: this.#models.models, commands: this.#commands.definitions };
        return new LiveStore({ ...options, ...now, log } as unknown as typeof options);
      },
      position: () => this.#position,
      moved: (position) => void (this.#position = position),
    };
    this.ready = this.#open();
  }

  get events$(): AnyStore['events$'] {
    return this.#publisher.events$;
  }

  get status(): StoreStatus {
    return this.#board.status;
  }

  get status$(): Observable<StoreStatus> {
    return this.#board.status$;
  }

  get system$(): Observable<SystemEvent> {
    return this.#board.system$;
  }

  run<I, D>(command: Command<I, D>, ...input: [I] extends [void] ? [] : [input: I]): Outcome<D> {
    this.#guardWrite(`run("${command.name}")`);
    const stamp = this.#stamp();
    const decided = this.#commands.decide(command, input[0]);
    if (!decided.ok) return decided as unknown as Outcome<D>;
    const { events, receipt } = this.#append(decided.drafts, this.#groups.metadata(stamp, decided.grouping));
    return { ok: true, events, receipt } as unknown as Outcome<D>;
  }

  append(...drafts: readonly Draft[]): Receipt {
    this.#guardWrite('append');
    return this.#append(drafts, this.#groups.metadata(this.#stamp(), {})).receipt;
  }

  transaction<T>(label: string, fn: () => T, { scope }: { readonly scope?: string } = {}): T {
    this.#guardWrite('transaction');
    return this.#groups.transaction(label, scope, fn);
  }

  async import(events: readonly GivenEvent[], options: ImportOptions = {}): Promise<ImportResult> {
    this.#guardWrite('import');
    return this.#inTurn(() =>
      importEvents(events, options, {
        recorder: this.#recorder,
        stamp: (source) => this.#stamp(source),
        find: (ids) => this.#writer.find(ids),
        add: (commits) => this.#addImported(commits),
      }),
    );
  }

  get<R>(read: Readable<R>): R {
    this.#guardRead(`get("${read.name}")`);
    return this.#reader.read(read) as R;
  }

  observe<R, T = R>(read: Readable<R>, select?: (value: R) => T): Observable<T> {
    this.#guardRead(`observe("${read.name}")`);
    return this.#publisher.observe(this.#reader.select<T>(read, select, Object.is));
  }

  watch<R, T = R>(read: Readable<R>, select?: (value: R) => T, isEqual: (a: T, b: T) => boolean = Object.is): Watch<T> {
    this.#guardRead(`watch("${read.name}")`);
    return this.#publisher.watch(this.#reader.select<T>(read, select, isEqual));
  }

  on(types: string): Observable<never> {
    const prefix = types.endsWith('.*') ? types.slice(0, -1) : undefined;
    return this.#publisher.events$.pipe(
      filter((e: Envelope): e is never => (prefix === undefined ? e.type === types : e.type.startsWith(prefix))),
    );
  }

  lists(definition: Readable | AnyCommand | AnyEvent): boolean {
    if ('type' in definition) return this.#catalog.newest(definition.type) !== undefined;
    return '~read' in definition || '~kind' in definition
      ? this.#reader.missing(definition as Readable) === undefined
      : this.#commands.has(definition as AnyCommand);
  }

  async attach(...given: readonly (ReadModel | AnyCommand)[]): Promise<void> {
    this.#guard('attach');
    const definitions = given.filter((one) => '~handlers' in one) as readonly unknown[] as readonly ModelDefinition[];
    const commands = given.filter((one) => !('~handlers' in one)) as readonly unknown[] as readonly CommandDefinition[];
    checkNames('read model', definitions);
    this.#checkListed(definitions);
    this.#commands.put(
      commands,
      definitions.map(({ name }) => name),
    );
    if (definitions.length === 0) return;
    let isSame = true;
    await this.#opener.attach(
      () => definitions,
      (adopted, { last, pending }) => {
        this.#guard('attach');
        isSame = last + pending === this.#position;
        if (!isSame) return;
        this.#models.adopt(adopted);
        this.#board.stopped(this.#models.stopped);
        this.#publisher.refresh();
      },
    );
    // Another tab has written: read models that have folded different logs cannot be kept side by side.
    if (!isSame) await reread(this[storeParts], 'attach', () => false, definitions);
  }

  subscribe(listener: () => void): () => void {
    return this.#publisher.subscribe(listener);
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
    await this.#log.destroy();
  }

  async #close(): Promise<void> {
    await this.#settled();
    this.#endRescue?.();
    await this.#snapshotter?.close();
    const { status } = this;
    this.#board.close();
    this.#publisher.close();
    await this.#log.close();
    throwUnsaved(status);
  }

  /** Resolves when nothing is being opened, attached or written any more. */
  async #settled(): Promise<void> {
    await Promise.allSettled([this.ready]);
    await this.#opener.settled();
    await this.#writer.drain();
  }

  async #open(): Promise<void> {
    try {
      this.#position = await this.#opener.open();
      if (this.status.phase === 'opening') this.#board.phase('ready');
      this.#endRescue = this.#env.onHide(() => void this.#writer.rescue().catch(this.#env.report));
    } catch (error) {
      if (isRefoldError(error)) this.#writer.told(error);
      if (this.status.phase === 'opening') this.#board.phase('failed');
      throw error;
    }
  }

  #append(
    drafts: readonly Draft[],
    metadata: Metadata,
    isOwn = false,
  ): { readonly events: readonly Envelope[]; readonly receipt: Receipt } {
    const events = this.#recorder.record(drafts, metadata, isOwn);
    const placed = events.map((event, index) => ({ position: this.#position + index + 1, event }));
    const receipt = this.#take(placed, events.length, [], () => this.#writer.add({ events }));
    return { events, receipt };
  }

  /** One import after the other, so that each finds what the one before has stored. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#imports.then(run);
    // The caller has the outcome; a failure does not stop the next import.
    this.#imports = Promise.allSettled([turn]);
    return turn;
  }

  async #addImported(commits: readonly Commit[]): Promise<ImportOutcome> {
    this.#guard('import');
    const stored = commits.flatMap((commit) => commit.events);
    const skipped: SkippedEvent[] = [];
    const placed = place(stored, this.#position + 1, this.#catalog, (event) => void skipped.push(event));
    return this.#take(placed, stored.length, skipped, () => this.#writer.import(commits));
  }

  /** Takes commits in. Nobody is told before all of it is done: a listener may append, and must find the next place free. */
  #take<T>(placed: readonly Placed[], count: number, skipped: readonly SkippedEvent[], write: () => T): T {
    for (const { group, position } of skipped) this.#models.controls.passOver(group, position);
    this.#models.fold(placed, (this.#position += count));
    this.#opener.taken(placed);
    this.#publisher.queue(placed.map(({ event }) => event));
    const written = write();
    for (const event of skipped) {
      this.#snapshotter?.noteSkipped(event.event, event.position);
      this.#board.tell(event);
    }
    this.#tellRejected(placed);
    this.#snapshotter?.advance(this.#models.settled);
    this.#board.stopped(this.#models.stopped);
    this.#publisher.flush();
    return written;
  }

  #checkListed(models: readonly ModelDefinition[]): void {
    for (const type of models.flatMap((model) => [...model['~handlers'].keys()])) {
      if (this.#catalog.newest(type) === undefined) throw new RefoldError('event.not_listed', { type });
    }
  }

  #tellRejected(placed: readonly Placed[]): void {
    for (const entry of placed) {
      const { id, type, data } = entry.event;
      if (type !== Rejected.type) continue;
      const { code, details } = data as RejectedData;
      const events = this.#models.controls.rejectedBy(entry).map(({ event }) => event.id);
      // What is not in the log, or was rejected before, is as it was.
      if (events.length === 0) continue;
      for (const event of events) this.#rejected.set(event, { code, details });
      this.#rejected.changes.next();
      this.#board.tell({ type: 'commit.rejected', id, events, code, details });
    }
  }

  #stamp(source = this.#source): Metadata {
    return { correlationId: this.#ids.newId('cor'), source, actorId: this.#actor() };
  }

  #guard(action: string): void {
    if (this.#closing !== undefined) throw new RefoldError('store.closed', { action });
    this.#guardRead(action);
    const { deciding } = this.#commands;
    if (deciding !== undefined) throw new RefoldError('store.busy', { action, during: deciding });
    if (this.#models.isFolding) throw new RefoldError('store.busy', { action, during: 'a reducer' });
  }

  #guardWrite(action: string): void {
    this.#guard(action);
    const { past } = this.#shown;
    if (past !== undefined) throw new RefoldError('store.travelling', { action, position: past.position });
  }

  #guardRead(action: string): void {
    const { phase } = this.status;
    if (phase === 'closed') throw new RefoldError('store.closed', { action });
    if (phase !== 'ready') throw new RefoldError('store.not_ready', { action });
  }
}
