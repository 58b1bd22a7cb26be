import type { Order } from '../shop/orders.ts';
import { addressOf, type PastAddress } from './past-address.ts';
import { beginningAt, stopBeside, type Track, type TrackId, tracksOf } from './history-tracks.ts';
import { wallMs } from './wall-time.ts';

/** The time on show: now, or a time of a track. */
export interface HistoryState {
  readonly isOpen: boolean;
  /** Never empty while the history is open. */
  readonly tracks: readonly Track[];
  readonly track: Track | undefined;
  /** The time that every page shows, in wall milliseconds. Undefined means now. */
  readonly shownMs: number | undefined;
  readonly isPlaying: boolean;
  /** How much of a past outside memory has been read, from 0 to 1. */
  readonly progress: number | undefined;
  /** The error that kept the past from being shown. */
  readonly fault: unknown;
  /** The earliest time that can be shown, as shop time. Undefined when no history was deleted. */
  readonly since: string | undefined;
}

/** The view of the shop's past, shared by all pages. */
export interface HistorySession {
  readonly state: () => HistoryState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly open: () => void;
  /** Closes the drawer. A past on show stays. */
  readonly close: () => void;
  /** Reads the shop's sales again. Does nothing while the past is on show. */
  readonly refresh: () => void;
  readonly choose: (id: TrackId) => void;
  /** Shows the shop at a time of the track, whose end is now. Many calls in one frame cause one move. */
  readonly showTime: (ms: number) => void;
  /** Steps to the moment before the last sale or void on show, or to the next one. */
  readonly step: (direction: -1 | 1) => void;
  /** Plays the track from the time on show. */
  readonly play: () => void;
  readonly pause: () => void;
  readonly backToNow: () => void;
}

/** The methods of a timeline that a session uses. */
export interface SessionTimeline {
  readonly state: { readonly progress?: { readonly done: number; readonly of: number } | undefined };
  seek(to: PastAddress): Promise<boolean>;
  live(): void;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface HistoryParts {
  /** The orders as they are now. Called only while now is on show. */
  readonly orders: () => Iterable<Order>;
  /** Shop time. */
  readonly now: () => string;
  /** A timeline over the log in its order, or over all events in the order of their own times. */
  readonly openTimeline: (order: 'log' | 'own-times') => SessionTimeline;
  /** The earliest time that can be shown, as shop time. Undefined when no history was deleted. */
  readonly since: () => Promise<string | undefined>;
  /** Reads the past of the log from storage, so that the first look at it does not wait. */
  readonly readAhead: (signal: AbortSignal) => Promise<unknown>;
  /** Calls `run` before the next frame, with milliseconds on any clock. */
  readonly nextFrame: (run: (ms: number) => void) => void;
}

/** The time that a whole track takes to play. */
const PLAY_MS = 20_000;

export function createHistorySession({
  orders,
  now,
  openTimeline,
  since,
  readAhead,
  nextFrame,
}: HistoryParts): HistorySession {
  const listeners = new Set<() => void>();
  let state: HistoryState = {
    isOpen: false,
    tracks: [],
    track: undefined,
    shownMs: undefined,
    isPlaying: false,
    progress: undefined,
    fault: undefined,
    since: undefined,
  };
  let timeline: SessionTimeline | undefined;
  let timelineOrder: 'log' | 'own-times' | undefined;
  let reading: AbortController | undefined;
  let wantedMs: number | undefined;
  let isFollowing = false;

  const set = (change: Partial<HistoryState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  function openedTimeline(): SessionTimeline {
    const order = state.track?.id === 'imported' ? 'own-times' : 'log';
    if (timeline !== undefined && order === timelineOrder) return timeline;
    closeTimeline();
    timelineOrder = order;
    const opened = (timeline = openTimeline(order));
    opened.subscribe(() => {
      const { done, of } = opened.state.progress ?? { done: 0, of: 0 };
      const progress = of > 0 && done < of ? done / of : undefined;
      if (progress !== state.progress) set({ progress });
    });
    if (order === 'own-times') return opened;
    const { signal } = (reading = new AbortController());
    readAhead(signal).catch(() => {
      // Reading ahead was aborted, or failed. Showing that past will report the error.
    });
    return opened;
  }

  function closeTimeline(): void {
    reading?.abort();
    timeline?.close();
    timeline = undefined;
  }

  function letGo(): void {
    if (!state.isOpen && state.shownMs === undefined) closeTimeline();
  }

  function refresh(id = state.track?.id): void {
    if (state.shownMs !== undefined) return;
    const tracks = tracksOf(orders(), now(), state.since);
    set({ tracks, track: tracks.find((track) => track.id === id) ?? fullest(tracks) });
  }

  async function findSince(): Promise<void> {
    const found = await since();
    if (found === state.since) return;
    set({ since: found });
    const { shownMs, track, tracks } = state;
    if (shownMs === undefined || found === undefined) return refresh();
    // The past is on show already. It stays, unless that part was deleted.
    const sinceMs = wallMs(found);
    if (track?.id === 'imported' || shownMs < sinceMs) return backToNow();
    const left = tracks.filter(({ id }) => id !== 'imported').map((one) => beginningAt(one, sinceMs));
    set({ tracks: left, track: left.find(({ id }) => id === track?.id) });
  }

  /** Goes to the latest wanted time, then once per frame to the next one. */
  async function follow(): Promise<void> {
    if (isFollowing) return;
    isFollowing = true;
    try {
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
        await new Promise(nextFrame);
        const ms = wantedMs;
        if (ms === undefined || state.track === undefined) return;
        wantedMs = undefined;
        // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
        await openedTimeline().seek(addressOf(state.track.id, ms));
      }
    } catch (fault) {
      backToNow();
      set({ fault });
    } finally {
      isFollowing = false;
    }
  }

  function showTime(ms: number): void {
    if (state.shownMs === undefined) refresh();
    const { track } = state;
    if (track === undefined) return;
    if (ms >= track.span.toMs) return backToNow();
    wantedMs = Math.max(ms, track.span.fromMs);
    set({ shownMs: wantedMs, fault: undefined });
    void follow();
  }

  function backToNow(): void {
    wantedMs = undefined;
    timeline?.live();
    set({ shownMs: undefined, isPlaying: false, fault: undefined });
    if (state.isOpen) refresh();
    letGo();
  }

  function play(): void {
    const { track } = state;
    if (track === undefined || state.isPlaying) return;
    const { fromMs, toMs } = track.span;
    let beforeMs: number | undefined;
    const tick = (frameMs: number): void => {
      if (!state.isPlaying || state.shownMs === undefined) return;
      const passed = ((frameMs - (beforeMs ?? frameMs)) / PLAY_MS) * (toMs - fromMs);
      beforeMs = frameMs;
      showTime(Math.round(state.shownMs + passed));
      nextFrame(tick);
    };
    showTime(state.shownMs ?? fromMs);
    set({ isPlaying: true });
    nextFrame(tick);
  }

  const pause = (): void => {
    if (state.isPlaying) set({ isPlaying: false });
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open() {
      set({ isOpen: true });
      refresh();
      openedTimeline();
      findSince().catch((fault: unknown) => set({ fault }));
    },
    close() {
      pause();
      set({ isOpen: false });
      letGo();
    },
    refresh: () => refresh(),
    choose(id) {
      backToNow();
      refresh(id);
    },
    showTime(ms) {
      pause();
      showTime(ms);
    },
    step(direction) {
      pause();
      const { track, shownMs } = state;
      if (track === undefined) return;
      const stop = stopBeside(track, shownMs, direction);
      if (stop !== undefined) showTime(stop);
      else if (direction === 1) backToNow();
    },
    play,
    pause,
    backToNow,
  };
}

/** A person most likely wants to see the track with the most activity. */
const fullest = ([today, ...others]: readonly Track[]): Track | undefined =>
  today === undefined || today.stops.length > 0 ? today : (others.at(-1) ?? today);
