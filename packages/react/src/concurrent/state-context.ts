'use client';
import type { StoreState } from '@refold/core/binding';
import { type Context, createContext, useContext } from 'react';
import { followContext } from './follow-context.ts';
import { PLACES } from './react-internals.ts';

/** The moment that is being rendered. Renders of several moments may be under way at once, as transitions are. */
export class MomentContext {
  readonly context: Context<StoreState | undefined> = createContext<StoreState | undefined>(undefined);
  /** Where React keeps its value while it renders. */
  #place: string | undefined;

  /** The moment, if it can be read in passing. */
  get inPassing(): StoreState | undefined {
    return this.#place === undefined ? undefined : (Reflect.get(this.context, this.#place) as StoreState | undefined);
  }

  /** Finds out where the moment that is being rendered can be read. */
  probe(state: StoreState | undefined): void {
    this.#place = PLACES.find((place) => Reflect.get(this.context, place) === state);
  }
}

/** Finds out whether the moment can be read in passing. To be rendered above whoever reads it. */
export function useProbe(states: MomentContext): void {
  states.probe(useContext(states.context));
}

/**
 * The moment. When it is the newest, it is read in passing: whoever reads is told of what comes after. Only React knows when
 * it will render which of the steps that an older moment lacks, so that one is followed. Where React cannot follow a
 * context after a condition, or its value is not found in passing, all are followed: as right, and more renders.
 */
export function useMoment(states: MomentContext, isNewest: (state: StoreState) => boolean): StoreState {
  // oxlint-disable-next-line react/rules-of-hooks -- which React it is never changes
  if (followContext === undefined) return useContext(states.context)!;
  const state = states.inPassing;
  return state !== undefined && isNewest(state) ? state : followContext(states.context)!;
}
