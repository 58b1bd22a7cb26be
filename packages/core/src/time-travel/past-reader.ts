import { type FoldTools, Folding, type ModelDefinition, type LogEntry } from '../fold/fold.ts';
import { decodeEntries } from '../fold/decode-events.ts';
import type { StoreInternals } from '../store/internals.ts';
import type { LogHead } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import type { OldestState } from './oldest-state.ts';
import { weightOfChange } from '../fold/window/weight.ts';
import { type Checkpoint, Checkpoints, type StateAt, type States } from './checkpoints.ts';
import { PageCache, Paging } from './log/page-cache.ts';
import { type LogRange, headOf, readLogRange } from './log/log-range.ts';
import type { UndoneAsOf } from './undone-as-of.ts';
import { TimeSlices } from '../env/time-slice.ts';
import { LogIndex } from './log/log-index.ts';
import { type Among, TimeIndex } from './log/time-index.ts';
import { keep, type Variant } from './variant.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** Options of a read that a caller waits for and may abort. */
export interface PastReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with how far the log has been read, while it has to be read. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** Options of a fold. */
interface Course {
  readonly models: readonly ModelDefinition[];
  readonly logRange: LogRange;
  readonly undone: UndoneAsOf;
  readonly slices: TimeSlices;
  readonly signal?: AbortSignal | undefined;
  readonly variant?: Variant;
}

/**
 * Reads the past of a store: its read models at any position. It reads the log once from its beginning, as far as
 * needed. On the way it keeps a bounded number of checkpoints, and folds later states from them.
 */
export class PastReader {
  /** Position of the last compacted event; the log begins after it. */
  readonly logFloor: number;
  /** Position up to which base snapshots hold the events. */
  readonly base: number;
  readonly #horizon: number;
  readonly models: readonly ModelDefinition[];
  readonly logIndex: LogIndex;
  readonly #internals: StoreInternals;
  readonly #paging: Paging;
  readonly #pages: PageCache;
  /** Yields to the browser across all pages of one read. */
  readonly #reading: TimeSlices;
  /** Only at ends of pages, and only over stored events. */
  readonly #checkpoints: Checkpoints;
  readonly #timesAmong = new WeakMap<Among, TimeIndex>();
  #step: Promise<void> | undefined;

  constructor(
    internals: StoreInternals,
    { undoHorizon }: LogHead,
    { logFloor, base, states }: OldestState,
    pageEvents: number = laterSizes.historyPage,
  ) {
    this.#internals = internals;
    this.#paging = new Paging(pageEvents);
    this.#pages = new PageCache(internals, this.#paging, logFloor);
    this.logFloor = logFloor;
    this.base = base;
    this.#horizon = undoHorizon;
    this.logIndex = new LogIndex(undoHorizon, logFloor, base, this.#paging);
    this.models = internals.kernel.models.models;
    this.#reading = new TimeSlices(internals.env);
    this.#checkpoints = new Checkpoints({ position: logFloor, spent: 0, weight: 0, states });
  }

  /** The first position that can be shown, valid after `begin`. */
  get floor(): number {
    return Math.max(this.base, this.logIndex.lastBelow);
  }

  /** Reads as far as an undo can reach into the base snapshots, which were saved after it. */
  async begin(readOptions: PastReadOptions): Promise<void> {
    if (this.base > 0) await this.read(this.base + this.#horizon, await this.logRange(), readOptions);
  }

  /** Limits how many checkpoints are kept, the first and the last included. */
  keepAtMost(checkpoints: number): void {
    this.#checkpoints.keepAtMost(checkpoints);
  }

  /** Drops all checkpoints but the first and the last. */
  release(): void {
    this.#checkpoints.release();
  }

  logRange(): Promise<LogRange> {
    return readLogRange(this.#internals);
  }

  /** The event at a position, if this app understands it. */
  async eventAt(position: number, logRange: LogRange, readOptions: PastReadOptions): Promise<LogEntry | undefined> {
    if (position <= this.logFloor) return undefined;
    const events =
      position > logRange.stored
        ? this.pending(logRange)
        : await this.#page(this.#paging.pageOf(position), position, readOptions);
    return events.find((entry) => entry.position === position);
  }

  /** The stored events of a page. */
  events(page: number, { stored }: LogRange, readOptions: PastReadOptions): Promise<readonly LogEntry[]> {
    return this.#page(page, Math.min(stored, this.#paging.endOf(page)), readOptions);
  }

  /** Yields the stored events page by page, from a page on. */
  async *eventsFrom(
    first: number,
    logRange: LogRange,
    readOptions: PastReadOptions,
  ): AsyncGenerator<readonly LogEntry[], void> {
    for (
      let page = Math.max(first, this.#paging.pageOf(this.logFloor + 1));
      this.#paging.endOf(page - 1) < logRange.stored;
      page++
    )
      yield await this.events(page, logRange, readOptions);
  }

  /** Yields the stored events page by page, from the page of the next position on. */
  eventsAfter(
    position: number,
    logRange: LogRange,
    readOptions: PastReadOptions,
  ): AsyncGenerator<readonly LogEntry[], void> {
    return this.eventsFrom(this.#paging.pageOf(position + 1), logRange, readOptions);
  }

  /** The stored event with an id. */
  async find(id: string): Promise<Envelope | undefined> {
    return (await this.#internals.log.find([id])).get(id);
  }

  /** The events after the stored ones. */
  pending({ stored, pending }: LogRange): readonly LogEntry[] {
    return decodeEntries(pending, stored + 1, this.#internals.catalog, () => undefined);
  }

  /** Reads the stored log up to a position, or until `isEnough`, and keeps checkpoints on the way. */
  async read(
    to: number,
    logRange: LogRange,
    { signal, onProgress }: PastReadOptions,
    isEnough: () => boolean = () => false,
  ): Promise<void> {
    const target = Math.min(to, logRange.stored);
    while (this.logIndex.last < target && !isEnough()) {
      const before = this.logIndex.last;
      // All callers share one step, so that no page is folded twice. A caller that aborts does not end it.
      this.#step ??= this.#readPage(logRange).finally(() => (this.#step = undefined));
      await this.#step;
      signal?.throwIfAborted();
      onProgress?.(Math.min(this.logIndex.last, target) - this.logFloor, target - this.logFloor);
      // The log is shorter than its head claimed, so there is no more to read.
      if (this.logIndex.last === before) return;
    }
  }

  /** The times of the events that `among` accepts, as far as they have been read. */
  times(among?: Among): TimeIndex {
    if (among === undefined) return this.logIndex.times;
    let times = this.#timesAmong.get(among);
    if (times === undefined) this.#timesAmong.set(among, (times = new TimeIndex(this.#paging, this.logFloor, among)));
    return times;
  }

  /** Reads those times until `isEnough`, or to the end of the stored log. */
  async readTimes(
    among: Among | undefined,
    logRange: LogRange,
    readOptions: PastReadOptions,
    isEnough: () => boolean,
  ): Promise<void> {
    if (among === undefined) return this.read(logRange.stored, logRange, readOptions, isEnough);
    const times = this.times(among);
    const slices = new TimeSlices(this.#internals.env);
    while (times.last < logRange.stored && !isEnough()) {
      const { events, last } = await this.#pages.get(
        this.#paging.pageOf(times.last + 1),
        logRange.stored,
        slices,
        readOptions.signal,
      );
      if (last <= times.last) return;
      times.take(events, last);
      readOptions.onProgress?.(times.last - this.logFloor, logRange.stored - this.logFloor);
      if (slices.isDue) await slices.rest(readOptions.signal);
    }
  }

  /** Read-model states at a position, with only the controls up to it applied. */
  async statesAt(
    position: number,
    logRange: LogRange,
    readOptions: PastReadOptions,
    models: readonly ModelDefinition[] = this.models,
  ): Promise<States> {
    this.#checkpoints.cursor = position;
    const live = this.#liveStates(position, logRange);
    if (live !== undefined) return live;
    await this.read(position, logRange, readOptions);
    return this.#fold(position, this.#course(models, logRange, readOptions));
  }

  /** Folds from given states on to a later position. No control between the two may reach below `from`. */
  async foldOn(
    from: StateAt,
    to: number,
    logRange: LogRange,
    readOptions: PastReadOptions,
    models: readonly ModelDefinition[],
  ): Promise<StateAt> {
    const states = await this.#fold(to, this.#course(models, logRange, readOptions), { ...from, spent: 0, weight: 0 });
    return { position: to, states };
  }

  /** Positions of the checkpoints between two others, the last first. */
  keptBetween(start: number, end: number): readonly number[] {
    return this.#checkpoints.between(start, end);
  }

  /** Positions of the controls up to a position that flipped an event, the last first. */
  controlsUpTo(position: number, logRange: LogRange): readonly number[] {
    const { undone } = this.#course(this.models, logRange, {});
    return Array.from(undone.controlsUpTo(position), (control) => control.position);
  }

  /** Read-model states at the head of a variant of the log. */
  async statesWith(variant: Variant, logRange: LogRange, readOptions: PastReadOptions): Promise<States> {
    await this.read(headOf(logRange), logRange, readOptions);
    return this.#fold(headOf(logRange), { ...this.#course(this.models, logRange, readOptions), variant });
  }

  /** The live states, if they are at the head of this log range. */
  #liveStates(position: number, logRange: LogRange): States | undefined {
    const { models, writer } = this.#internals.kernel;
    const isLog = writer.knownRange !== undefined && headOf(logRange) === this.#internals.kernel.position;
    if (!isLog || position !== headOf(logRange)) return undefined;
    return new Map(this.models.map(({ name }) => [name, models.world.state(name)]));
  }

  #course(models: readonly ModelDefinition[], logRange: LogRange, { signal }: PastReadOptions): Course {
    const undone =
      logRange.pending.length === 0 ? this.logIndex.undone : this.logIndex.flipsWith(this.pending(logRange));
    return { models, logRange, undone, slices: new TimeSlices(this.#internals.env), signal };
  }

  /** The events of a page, at least up to a position. */
  async #page(page: number, last: number, { signal }: PastReadOptions): Promise<readonly LogEntry[]> {
    return (await this.#pages.get(page, last, new TimeSlices(this.#internals.env), signal)).events;
  }

  async #readPage(logRange: LogRange): Promise<void> {
    const page = this.#paging.pageOf(this.logIndex.last + 1);
    const slices = this.#reading;
    const { events, last } = await this.#pages.get(page, logRange.stored, slices);
    this.logIndex.take(events, last);
    if (last === this.#paging.endOf(page))
      await this.#fold(last, { models: this.models, logRange, undone: this.logIndex.undone, slices });
    if (slices.isDue) await slices.rest(undefined);
  }

  /** Folds from the newest valid checkpoint. Keeps a state on the way if it is also the state at its own position. */
  async #fold(to: number, course: Course, from?: Checkpoint): Promise<States> {
    const { models, logRange, undone, slices, signal, variant } = course;
    const stored = Math.min(to, logRange.stored);
    const below = Math.min(to, (variant?.first ?? Infinity) - 1);
    let { states, position, spent } = from ?? this.#checkpoints.newestServing(undone, below, to);
    while (position < stored) {
      const page = this.#paging.pageOf(position + 1);
      const { events, last } = await this.#pages.get(page, stored, slices, signal);
      if (last <= position) break;
      const next = Math.min(last, stored);
      const some = events.filter((entry) => entry.position > position && entry.position <= next);
      const folded = await this.#foldSome(states, some, to, course);
      states = folded.states;
      spent += folded.spent;
      position = next;
      const isWhole =
        position === this.#paging.endOf(page) && models === this.models && variant === undefined && from === undefined;
      if (isWhole && undone.newestServing([position], to) !== undefined)
        this.#checkpoints.keep({ position, spent, weight: folded.weight(), states });
    }
    if (to <= logRange.stored) return states;
    const pending = this.pending(logRange).filter((entry) => entry.position > position && entry.position <= to);
    return (await this.#foldSome(states, pending, to, course)).states;
  }

  async #foldSome(
    before: States,
    events: readonly LogEntry[],
    asOf: number,
    { models, undone, slices, signal, variant }: Course,
  ): Promise<{ readonly states: States; readonly spent: number; readonly weight: () => number }> {
    const { env } = this.#internals;
    const foldings = models.map((model) => new Folding(model, before.get(model.name)!, this.#tools));
    // A coarse or frozen clock must not make folding look free.
    let spent = events.length / 1_000;
    for (let i = 0; i < events.length; i += laterSizes.historySlice) {
      const since = env.elapsed();
      const kept = keep(events.slice(i, i + laterSizes.historySlice), asOf, undone, variant);
      for (const folding of foldings) folding.add(kept);
      spent += env.elapsed() - since;
      if (slices.isDue) await slices.rest(signal);
    }
    const folded = foldings.map((folding) => folding.finish());
    const states = new Map(models.map(({ name }, i) => [name, folded[i]!.state]));
    // Few states are kept, so few are weighed.
    const weight = (): number =>
      models.reduce((sum, { name }, i) => {
        const { state, change } = folded[i]!;
        return sum + weightOfChange(change, before.get(name)!, state);
      }, 0);
    return { states, spent, weight };
  }

  get #tools(): FoldTools {
    return this.#internals.kernel.models.tools;
  }
}
