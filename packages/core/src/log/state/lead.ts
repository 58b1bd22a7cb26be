import type { LogState, Step } from './log-state.ts';

/** Begins the term of a new leader. Transactions of earlier leaders are refused from here on. */
export const lead = (state: LogState): Step<number> => [{ ...state, term: state.term + 1 }, state.term + 1];
