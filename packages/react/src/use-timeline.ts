'use client';
import type { AnyStore } from '@refold/core';
import { createTimeline, type Timeline, type TimelineState } from '@refold/core/history';
import { type HookOptions, useChosenBinding } from './bindings.ts';
import { useFields } from './use-fields.ts';

/** The position of the store in time, and the functions that move it. */
export interface TimeTravel extends TimelineState, Pick<Timeline, 'seek' | 'step' | 'play' | 'live'> {}

/**
 * Returns the timeline of the nearest store, or of `options.store`: its state, and functions that move it and keep
 * their identity. A component renders again only for the fields that it reads. All components share one timeline of a
 * store. When the last of them unmounts, the store shows the present again.
 *
 * @example
 * const { position, head, isLive, seek, live } = useTimeline();
 * <input type="range" max={head} value={position}
 *   onChange={(e) => void seek(Number(e.target.value)).catch(report)} />
 */
export function useTimeline(options: HookOptions = {}): TimeTravel {
  const binding = useChosenBinding(options);
  const shared = sharedTimeline(binding.store);
  const { moves } = shared;
  return useFields(
    binding,
    shared.subscribe,
    () => ({ ...shared.timeline.state, ...moves }),
    () => ({ ...createTimeline(binding.server).state, ...moves }),
  );
}

/** One timeline a store, created on first read and closed when unused. It subscribes only while it has listeners. */
class SharedTimeline {
  readonly #store: AnyStore;
  #timeline: Timeline | undefined;
  #users = 0;
  readonly moves: Pick<Timeline, 'seek' | 'step' | 'play' | 'live'> = {
    seek: (to, options) => this.timeline.seek(to, options),
    step: (by, options) => this.timeline.step(by, options),
    play: (options) => this.timeline.play(options),
    live: () => this.timeline.live(),
  };

  constructor(store: AnyStore) {
    this.#store = store;
  }

  get timeline(): Timeline {
    this.#timeline ??= createTimeline(this.#store);
    return this.#timeline;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const end = this.timeline.subscribe(listener);
    this.#users += 1;
    return () => {
      end();
      this.#users -= 1;
      if (this.#users > 0) return;
      this.#timeline?.close();
      this.#timeline = undefined;
    };
  };
}

const shared = new WeakMap<AnyStore, SharedTimeline>();

function sharedTimeline(store: AnyStore): SharedTimeline {
  let timeline = shared.get(store);
  if (timeline === undefined) shared.set(store, (timeline = new SharedTimeline(store)));
  return timeline;
}
