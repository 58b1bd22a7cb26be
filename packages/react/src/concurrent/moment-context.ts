import type { Moment } from '@refold/core/moments';
import { type Context, createContext, use } from 'react';
import { PLACES } from './react-internals.ts';

/** The moment that is being rendered. Renders of several moments may be under way at once, as transitions are. */
export interface MomentContext {
  readonly Provider: Context<Moment | undefined>;
  /** Where React keeps its value while it renders. */
  place: string | undefined;
}

export const createMomentContext = (): MomentContext => ({
  Provider: createContext<Moment | undefined>(undefined),
  place: undefined,
});

/** Finds out whether the moment can be read in passing. To be rendered above whoever reads it. */
export function useProbe(context: MomentContext): void {
  const moment = use(context.Provider);
  context.place = PLACES.find((place) => Reflect.get(context.Provider, place) === moment);
}

/** The moment, read in passing; where that cannot be, followed, which is as right and costs renders. */
export function useMoment(context: MomentContext): Moment {
  const { place, Provider } = context;
  const moment = place === undefined ? undefined : (Reflect.get(Provider, place) as Moment | undefined);
  return moment ?? use(Provider)!;
}
