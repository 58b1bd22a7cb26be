'use client';
import type { Moment } from '@refold/core/moments';
import { type Context, createContext, useContext } from 'react';
import { followContext } from './follow-context.ts';
import { PLACES } from './react-internals.ts';

/** The moment that is being rendered. Renders of several moments may be under way at once, as transitions are. */
export class MomentContext {
  readonly context: Context<Moment | undefined> = createContext<Moment | undefined>(undefined);
  /** Where React keeps its value while it renders. */
  #place: string | undefined;

  /** The moment, if it can be read in passing. */
  get inPassing(): Moment | undefined {
    return this.#place === undefined ? undefined : (Reflect.get(this.context, this.#place) as Moment | undefined);
  }

  /** Finds out where the moment that is being rendered can be read. */
  probe(moment: Moment | undefined): void {
    this.#place = PLACES.find((place) => Reflect.get(this.context, place) === moment);
  }
}

/** Finds out whether the moment can be read in passing. To be rendered above whoever reads it. */
export function useProbe(moments: MomentContext): void {
  moments.probe(useContext(moments.context));
}

/**
 * The moment. When it is the newest, it is read in passing: whoever reads is told of what comes after. Only React knows when
 * it will render which of the steps that an older moment lacks, so that one is followed. Where React cannot follow a
 * context after a condition, or its value is not found in passing, all are followed: as right, and more renders.
 */
export function useMoment(moments: MomentContext, isNewest: (moment: Moment) => boolean): Moment {
  // oxlint-disable-next-line react/rules-of-hooks -- which React it is never changes
  if (followContext === undefined) return useContext(moments.context)!;
  const moment = moments.inPassing;
  return moment !== undefined && isNewest(moment) ? moment : followContext(moments.context)!;
}
