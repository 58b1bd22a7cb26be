import { type FoldTools, Folding, type ModelDefinition, type Placed } from '../engine/fold.ts';
import { place } from '../engine/place.ts';
import type { StoreParts } from '../engine/store-parts.ts';
import type { LogHead } from '../log/port.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Beginning } from './beginning.ts';
import { type Checkpoint, Checkpoints, type Moment, type States } from './checkpoints.ts';
import { EventPages, Paging } from './event-pages.ts';
import { type Extent, headOf, readExtent } from './extent.ts';
import type { Flips } from './flips.ts';
import { Slices } from './slices.ts';
import { Survey } from './survey.ts';
import { type Among, Times } from './times.ts';
import { keep, type Variant } from './variant.ts';
import { sizes } from '../log/sizes.ts';

/** Work that somebody waits for, and may stop waiting for. */
export interface Errand {
  readonly signal?: AbortSignal | undefined;
  /** Told how far the log has been read, while it has to be read. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** What a fold is of. */
interface Course {
  readonly models: readonly ModelDefinition[];
  readonly extent: Extent;
  readonly flips: Flips;
  readonly slices: Slices;
  readonly signal?: AbortSignal | undefined;
  readonly variant?: Variant;
}

/**
 * The past of a store: its read models as of any position. It reads the log from its beginning once, as far as is asked for,
 * and keeps a bounded number of states on the way, from which later ones are folded.
 */
export class Chronicle {
  /** The position behind which the log begins. */
  readonly logFloor: number;
  /** The position up to which events are in the saved states that it begins from. */
  readonly base: number;
  readonly #horizon: number;
  readonly models: readonly ModelDefinition[];
  readonly survey: Survey;
  readonly #parts: StoreParts;
  readonly #paging: Paging;
  readonly #pages: EventPages;
  /** Keeps the page alive while the log is read, page after page. */
  readonly #reading: Slices;
  /** At ends of pages, and only where the log is stored. */
  readonly #checkpoints: Checkpoints;
  readonly #timesAmong = new WeakMap<Among, Times>();
  #step: Promise<void> | undefined;

  constructor(
    parts: StoreParts,
    { undoHorizon }: LogHead,
    { logFloor, base, states }: Beginning,
    pageEvents: number = sizes.historyPage,
  ) {
    this.#parts = parts;
    this.#paging = new Paging(pageEvents);
    this.#pages = new EventPages(parts, this.#paging, logFloor);
    this.logFloor = logFloor;
    this.base = base;
    this.#horizon = undoHorizon;
    this.survey = new Survey(undoHorizon, logFloor, base, this.#paging);
    this.models = parts.models.models;
    this.#reading = new Slices(parts.env);
    this.#checkpoints = new Checkpoints({ position: logFloor, spent: 0, states });
  }

  /** The first position that can be shown, once it has begun. */
  get floor(): number {
    return Math.max(this.base, this.survey.lastBelow);
  }

  /** Reads as far as an undo reaches what is in the saved states: they were saved after it. */
  async begin(errand: Errand): Promise<void> {
    if (this.base > 0) await this.read(this.base + this.#horizon, await this.extent(), errand);
  }

  /** How many states are kept at most, the first and the last included. */
  keepAtMost(checkpoints: number): void {
    this.#checkpoints.keepAtMost(checkpoints);
  }

  /** Lets go of the states kept, but for the first and the last. */
  release(): void {
    this.#checkpoints.release();
  }

  extent(): Promise<Extent> {
    return readExtent(this.#parts);
  }

  /** The event at a position, if this app understands it. */
  async eventAt(position: number, extent: Extent, errand: Errand): Promise<Placed | undefined> {
    if (position <= this.logFloor) return undefined;
    const events =
      position > extent.stored
        ? this.pending(extent)
        : await this.#page(this.#paging.pageOf(position), position, errand);
    return events.find((entry) => entry.position === position);
  }

  /** The stored events of a page. */
  events(page: number, { stored }: Extent, errand: Errand): Promise<readonly Placed[]> {
    return this.#page(page, Math.min(stored, this.#paging.endOf(page)), errand);
  }

  /** The stored events from a page on, page by page. */
  async *eventsFrom(first: number, extent: Extent, errand: Errand): AsyncGenerator<readonly Placed[], void> {
    for (
      let page = Math.max(first, this.#paging.pageOf(this.logFloor + 1));
      this.#paging.endOf(page - 1) < extent.stored;
      page++
    )
      yield await this.events(page, extent, errand);
  }

  /** The stored events from the page of the one after a position on, page by page. */
  eventsAfter(position: number, extent: Extent, errand: Errand): AsyncGenerator<readonly Placed[], void> {
    return this.eventsFrom(this.#paging.pageOf(position + 1), extent, errand);
  }

  /** The stored event of an id. */
  async find(id: string): Promise<Envelope | undefined> {
    return (await this.#parts.log.find([id])).get(id);
  }

  /** The events behind the stored ones. */
  pending({ stored, pending }: Extent): readonly Placed[] {
    return place(pending, stored + 1, this.#parts.catalog, () => undefined);
  }

  /** Reads the stored log up to a position, or until enough is known, keeping states on the way. */
  async read(
    to: number,
    extent: Extent,
    { signal, onProgress }: Errand,
    isEnough: () => boolean = () => false,
  ): Promise<void> {
    const target = Math.min(to, extent.stored);
    while (this.survey.last < target && !isEnough()) {
      const before = this.survey.last;
      // All who wait take part in one step, so that no page is folded twice; who stops waiting does not end it.
      this.#step ??= this.#readPage(extent).finally(() => (this.#step = undefined));
      await this.#step;
      signal?.throwIfAborted();
      onProgress?.(Math.min(this.survey.last, target) - this.logFloor, target - this.logFloor);
      // The log is shorter than was said: there is no more to know.
      if (this.survey.last === before) return;
    }
  }

  /** The times of the events that a function takes, as far as they have been read. */
  times(among?: Among): Times {
    if (among === undefined) return this.survey.times;
    let times = this.#timesAmong.get(among);
    if (times === undefined) this.#timesAmong.set(among, (times = new Times(this.#paging, this.logFloor, among)));
    return times;
  }

  /** Reads the times of such events until enough is known, or the end of what is stored. */
  async readTimes(among: Among | undefined, extent: Extent, errand: Errand, isEnough: () => boolean): Promise<void> {
    if (among === undefined) return this.read(extent.stored, extent, errand, isEnough);
    const times = this.times(among);
    const slices = new Slices(this.#parts.env);
    while (times.last < extent.stored && !isEnough()) {
      const { events, last } = await this.#pages.get(
        this.#paging.pageOf(times.last + 1),
        extent.stored,
        slices,
        errand.signal,
      );
      if (last <= times.last) return;
      times.take(events, last);
      errand.onProgress?.(times.last - this.logFloor, extent.stored - this.logFloor);
      if (slices.isDue) await slices.rest(errand.signal);
    }
  }

  /** Read models as of a position: with the controls up to it, and none that come after. */
  async statesAt(
    position: number,
    extent: Extent,
    errand: Errand,
    models: readonly ModelDefinition[] = this.models,
  ): Promise<States> {
    this.#checkpoints.cursor = position;
    const live = this.#liveStates(position, extent);
    if (live !== undefined) return live;
    await this.read(position, extent, errand);
    return this.#fold(position, this.#course(models, extent, errand));
  }

  /** Read models as of a later position than that of some states, which no control between the two reaches below. */
  async foldOn(
    from: Moment,
    to: number,
    extent: Extent,
    errand: Errand,
    models: readonly ModelDefinition[],
  ): Promise<Moment> {
    const states = await this.#fold(to, this.#course(models, extent, errand), { ...from, spent: 0 });
    return { position: to, states };
  }

  /** Positions between two others of which states are kept, the last first. */
  keptBetween(start: number, end: number): readonly number[] {
    return this.#checkpoints.between(start, end);
  }

  /** Positions of the controls up to a position that took an event out or put one back, the last first. */
  controlsUpTo(position: number, extent: Extent): readonly number[] {
    const { flips } = this.#course(this.models, extent, {});
    return Array.from(flips.controlsUpTo(position), (control) => control.position);
  }

  /** Read models at the head of the log as it might have been. */
  async statesWith(variant: Variant, extent: Extent, errand: Errand): Promise<States> {
    await this.read(headOf(extent), extent, errand);
    return this.#fold(headOf(extent), { ...this.#course(this.models, extent, errand), variant });
  }

  /** What is live is folded already, where it is the log. */
  #liveStates(position: number, extent: Extent): States | undefined {
    const { models, writer } = this.#parts;
    const isLog = writer.known !== undefined && headOf(extent) === this.#parts.intake.position;
    if (!isLog || position !== headOf(extent)) return undefined;
    return new Map(this.models.map(({ name }) => [name, models.world.state(name)]));
  }

  #course(models: readonly ModelDefinition[], extent: Extent, { signal }: Errand): Course {
    const flips = extent.pending.length === 0 ? this.survey.flips : this.survey.flipsWith(this.pending(extent));
    return { models, extent, flips, slices: new Slices(this.#parts.env), signal };
  }

  /** The events of a page, at least up to a position. */
  async #page(page: number, last: number, { signal }: Errand): Promise<readonly Placed[]> {
    return (await this.#pages.get(page, last, new Slices(this.#parts.env), signal)).events;
  }

  async #readPage(extent: Extent): Promise<void> {
    const page = this.#paging.pageOf(this.survey.last + 1);
    const slices = this.#reading;
    const { events, last } = await this.#pages.get(page, extent.stored, slices);
    this.survey.take(events, last);
    if (last === this.#paging.endOf(page))
      await this.#fold(last, { models: this.models, extent, flips: this.survey.flips, slices });
    if (slices.isDue) await slices.rest(undefined);
  }

  /** Folds from the newest state that serves. States on the way are kept where they are those of their own position too. */
  async #fold(to: number, course: Course, from?: Checkpoint): Promise<States> {
    const { models, extent, flips, slices, signal, variant } = course;
    const stored = Math.min(to, extent.stored);
    const below = Math.min(to, (variant?.first ?? Infinity) - 1);
    let { states, position, spent } = from ?? this.#checkpoints.newestServing(flips, below, to);
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
      if (isWhole && flips.newestServing([position], to) !== undefined)
        this.#checkpoints.keep({ position, spent, states });
    }
    if (to <= extent.stored) return states;
    const pending = this.pending(extent).filter((entry) => entry.position > position && entry.position <= to);
    return (await this.#foldSome(states, pending, to, course)).states;
  }

  async #foldSome(
    before: States,
    events: readonly Placed[],
    asOf: number,
    { models, flips, slices, signal, variant }: Course,
  ): Promise<{ readonly states: States; readonly spent: number }> {
    const { env } = this.#parts;
    const foldings = models.map((model) => new Folding(model, before.get(model.name)!, this.#tools));
    // A clock that is coarse, or stands still, must not make folding free.
    let spent = events.length / 1_000;
    for (let i = 0; i < events.length; i += sizes.historySlice) {
      const since = env.elapsed();
      const kept = keep(events.slice(i, i + sizes.historySlice), asOf, flips, variant);
      for (const folding of foldings) folding.add(kept);
      spent += env.elapsed() - since;
      if (slices.isDue) await slices.rest(signal);
    }
    const states = new Map(models.map(({ name }, i) => [name, foldings[i]!.finish().state]));
    return { states, spent };
  }

  get #tools(): FoldTools {
    return this.#parts.models.tools;
  }
}
