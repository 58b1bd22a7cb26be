'use client';
import type { StoreState } from '@refold/core/binding';
import { type Context, createContext, useContext } from 'react';
import { followContext } from './follow-context.ts';
import { PLACES } from './react-internals.ts';

/** The state being rendered. Several renders may be in progress, each with its own state, as transitions are. */
export class MomentContext {
  readonly context: Context<StoreState | undefined> = createContext<StoreState | undefined>(undefined);
  /** Where React keeps its value while it renders. */
  #place: string | undefined;

  /** The state, if it can be read without subscribing. */
  get inPassing(): StoreState | undefined {
    return this.#place === undefined ? undefined : (Reflect.get(this.context, this.#place) as StoreState | undefined);
  }

  /** Finds where the state being rendered can be read. */
  probe(state: StoreState | undefined): void {
    this.#place = PLACES.find((place) => Reflect.get(this.context, place) === state);
  }
}

/** Finds out whether the state can be read without subscribing. Use it above all readers. */
export function useProbe(states: MomentContext): void {
  states.probe(useContext(states.context));
}

/**
 * Returns the state being rendered. The newest state is read without subscribing, since later updates touch its
 * readers. An older one is subscribed to, since only React knows when it renders the missing updates. It subscribes
 * always if React cannot do so after a condition, or if the value is not found otherwise. The result is the same, with
 * more renders.
 */
export function useMoment(states: MomentContext, isNewest: (state: StoreState) => boolean): StoreState {
  // oxlint-disable-next-line react/rules-of-hooks -- which React it is never changes
  if (followContext === undefined) return useContext(states.context)!;
  const state = states.inPassing;
  return state !== undefined && isNewest(state) ? state : followContext(states.context)!;
}
