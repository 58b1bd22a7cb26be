import type { Kernel } from '../store/kernel.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import { RefoldError } from '../errors/refold-error.ts';
import { type Address, resolve } from './address.ts';
import { readOldestState } from './oldest-state.ts';
import { PastReader, type PastReadOptions } from './past-reader.ts';
import { pastReaderOf } from './past-reader-of.ts';
import { headOf, readLogRange } from './log/log-range.ts';
import { type OrderBy, OrderedLog } from './log/ordered-log.ts';
import type { PlayOptions, SeekOptions, Timeline, TimelineOptions, TimelineState } from './timeline.ts';

/**
 * Creates a timeline over a ready store. It costs nothing before the first seek. That seek reads the log as far as it
 * must; the rest is read when the page is idle, so that later seeks are quick. The log may be larger than memory.
 * Throws `store.not_ready`. After the store closes, the timeline stays where it was, and seeking rejects with
 * `store.closed`.
 *
 * @example
 * const timeline = createTimeline(store);
 * await timeline.seek({ time: '2026-05-01T12:00:00Z' });
 * store.get(takings); // as of noon
 * timeline.live();
 */
export function createTimeline(store: AnyStore, options: TimelineOptions = {}): Timeline {
  internalsOf(store).assert.watch('createTimeline');
  return new StoreTimeline(store, options);
}

/** The timeline that shows the past, by store. */
const travellers = new WeakMap<Kernel['displayed'], StoreTimeline>();

class StoreTimeline implements Timeline {
  readonly #store: AnyStore;
  readonly #internals: StoreInternals;
  readonly #options: TimelineOptions;
  readonly #listeners = new Set<{ readonly listener: () => void }>();
  /** Unsubscribes from the store. Subscribes only once there is a listener or a seek. */
  #end: (() => void) | undefined;
  #state: TimelineState;
  #pastReader: PastReader | undefined;
  /** The log in the order of `orderBy`, as last read. */
  #ordered: OrderedLog | undefined;
  /** Aborts the seek in progress. */
  #seeking: AbortController | undefined;
  /** Target position of the last seek, once it is known. */
  #target: number | undefined;
  #warming: AbortController | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(store: AnyStore, options: TimelineOptions) {
    this.#store = store;
    this.#internals = internalsOf(store);
    this.#options = options;
    const head = this.#internals.kernel.position;
    this.#state = { position: head, head, isLive: true, floor: 0, isPlaying: false };
  }

  get state(): TimelineState {
    if (this.#end === undefined) this.#published();
    return this.#state;
  }

  seek(to: Address | { readonly upTo: string }, options?: SeekOptions): Promise<boolean> {
    this.#stop();
    return this.#seek(to, options);
  }

  step(by: number, options?: SeekOptions): Promise<boolean> {
    this.#stop();
    return this.#step(by, options);
  }

  play({ everyMs = 500, by = 1 }: PlayOptions = {}): () => void {
    this.#stop();
    const { env } = this.#internals;
    const next = (): void => {
      this.#cancelTimer = env.schedule(() => void go().catch(fail), everyMs);
    };
    const go = async (): Promise<void> => {
      const isDisplayed = await this.#step(by);
      // Another move stopped the playback meanwhile.
      if (!isDisplayed || !this.#state.isPlaying) return;
      if (this.#state.position >= this.#state.head) this.live();
      else next();
    };
    const fail = (error: unknown): void => {
      this.#stop();
      env.report(error);
    };
    this.#set({ isPlaying: true });
    next();
    return () => this.#stop();
  }

  live(): void {
    this.#stop();
    this.#give(undefined);
    if (travellers.get(this.#internals.kernel.displayed) !== this) return;
    travellers.delete(this.#internals.kernel.displayed);
    const head = this.#internals.kernel.position;
    this.#set({ position: head, head, isLive: true, time: undefined, note: undefined }, () => {
      this.#internals.kernel.apply({ type: 'display', past: undefined });
    });
  }

  subscribe(listener: () => void): () => void {
    const entry = { listener };
    this.#listen();
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  close(): void {
    this.live();
    this.#end?.();
    this.#end = undefined;
    this.#warming?.abort();
    this.#listeners.clear();
    this.#pastReader?.release();
    this.#pastReader = undefined;
    this.#ordered = undefined;
  }

  #step(by: number, options?: SeekOptions): Promise<boolean> {
    const { position, floor, head } = this.#state;
    return this.#seek(Math.max(floor, Math.min(head, (this.#target ?? position) + by)), options);
  }

  async #seek(to: Address | { readonly upTo: string }, { signal: given }: SeekOptions = {}): Promise<boolean> {
    given?.throwIfAborted();
    const mine = this.#give(new AbortController());
    const { signal } = mine;
    const cancel = (): void => mine.abort(given?.reason);
    given?.addEventListener('abort', cancel);
    try {
      const { displayed } = this.#internals.kernel;
      if (typeof to === 'number') this.#target = to;
      const readOptions = { signal, onProgress: (done: number, of: number) => this.#progress(mine, done, of) };
      const pastReader = await this.#open(readOptions);
      const logRange = await pastReader.logRange();
      const { position, note } = await resolve(pastReader, this.#addressOf(to), logRange, readOptions);
      if (this.#seeking === mine) this.#target = position;
      const states = await pastReader.statesAt(position, logRange, readOptions);
      const event = await pastReader.eventAt(position, logRange, readOptions);
      signal.throwIfAborted();
      this.#checkFree();
      travellers.set(displayed, this);
      const time = event?.event.timestamp;
      const head = this.#internals.kernel.position;
      this.#set({ position, head, isLive: false, floor: pastReader.floor, time, note, progress: undefined }, () => {
        this.#internals.kernel.apply({ type: 'display', past: { position, states } });
      });
      this.#warm(pastReader);
      return true;
    } catch (error) {
      if (signal.aborted && given?.aborted !== true) return false;
      throw error;
    } finally {
      given?.removeEventListener('abort', cancel);
      if (this.#seeking === mine) this.#give(undefined);
    }
  }

  /** Replaces the seek in progress: aborts it and records the next one. */
  #give<T extends AbortController | undefined>(next: T): T {
    this.#seeking?.abort();
    this.#seeking = next;
    this.#target = undefined;
    if (this.#state.progress !== undefined) this.#set({ progress: undefined });
    return next;
  }

  #listen(): void {
    if (this.#end !== undefined) return;
    this.#published();
    this.#end = this.#internals.kernel.publisher.subscribe(() => this.#published());
    this.#internals.log.open().then(
      ({ floor }) => floor > this.#state.floor && this.#set({ floor }),
      () => {
        // The first seek reports a log that cannot be read.
      },
    );
  }

  async #open(readOptions: PastReadOptions): Promise<PastReader> {
    this.#checkFree();
    this.#listen();
    const { orderBy } = this.#options;
    const pastReader =
      orderBy === undefined
        ? await pastReaderOf(this.#store, 'seek', readOptions)
        : await this.#reordered(orderBy, readOptions);
    if (this.#options.checkpoints !== undefined) pastReader.keepAtMost(this.#options.checkpoints);
    this.#pastReader = pastReader;
    return pastReader;
  }

  /** The past in the order of `orderBy`. Reused until events arrive or read models are attached. */
  async #reordered(orderBy: OrderBy, readOptions: PastReadOptions): Promise<PastReader> {
    const internals = this.#internals;
    internals.assert.use('seek');
    await internals.log.open();
    const logRange = await readLogRange(internals);
    const isSame =
      this.#ordered?.head === headOf(logRange) && this.#pastReader?.models === internals.kernel.models.models;
    if (isSame && this.#pastReader !== undefined) return this.#pastReader;
    const ordered = await OrderedLog.read(internals, orderBy, logRange, readOptions);
    const head = await ordered.internals.log.open();
    const pastReader = new PastReader(ordered.internals, head, await readOldestState(ordered.internals, head));
    this.#ordered = ordered;
    return pastReader;
  }

  #addressOf(to: Address | { readonly upTo: string }): Address {
    if (typeof to !== 'object' || !('upTo' in to)) return to;
    if (this.#ordered === undefined) throw new RefoldError('address.invalid', { found: `upTo ${to.upTo}` });
    return this.#ordered.upperBound(to.upTo);
  }

  #checkFree(): void {
    const other = travellers.get(this.#internals.kernel.displayed);
    if (other === undefined || other === this) return;
    throw new RefoldError('store.travelling', { action: 'seek', position: other.state.position });
  }

  /** Reads the rest of the log when the page is idle, so that later seeks find a checkpoint nearby. */
  #warm(pastReader: PastReader): void {
    if (this.#warming !== undefined) return;
    const { signal } = (this.#warming = new AbortController());
    const { env } = this.#internals;
    const read = async (): Promise<void> => {
      const logRange = await pastReader.logRange();
      await pastReader.read(logRange.stored, logRange, { signal });
    };
    const cancel = env.idle(() => {
      read().catch(() => {
        // The seek that needs this part of the log reports the error.
      });
    });
    signal.addEventListener('abort', cancel);
  }

  #progress(mine: AbortController, done: number, of: number): void {
    if (this.#seeking === mine) this.#set({ progress: { done, of } });
  }

  #published(): void {
    const head = this.#internals.kernel.position;
    if (this.#state.isLive) {
      if (head !== this.#state.head) this.#set({ position: head, head });
      return;
    }
    if (head !== this.#state.head) this.#set({ head });
    // Read models were attached. Show them at this position too.
    const isOld = this.#pastReader !== undefined && this.#pastReader.models !== this.#internals.kernel.models.models;
    if (isOld && this.#seeking === undefined) this.#seek(this.#state.position).catch(this.#internals.env.report);
  }

  #stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#state.isPlaying) this.#set({ isPlaying: false });
  }

  #set(change: { readonly [K in keyof TimelineState]?: TimelineState[K] | undefined }, show?: () => void): void {
    const next = { ...this.#state, ...change };
    for (const key of ['time', 'note', 'progress'] as const) if (next[key] === undefined) delete next[key];
    this.#state = next as TimelineState;
    show?.();
    for (const entry of [...this.#listeners]) {
      if (!this.#listeners.has(entry)) continue;
      try {
        entry.listener();
      } catch (error) {
        this.#internals.env.report(error);
      }
    }
  }
}
