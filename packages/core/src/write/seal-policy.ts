import { sizes } from '../log/sizes.ts';

/** Whether enough has been written since the last merge for small batches to be merged in the next idle time. */
export const isSealDue = (batches: number, events: number): boolean =>
  batches >= sizes.sealBatches || events >= sizes.sealEvents;

/**
 * Whether to merge in this idle time. Merging holds up a write that is in flight, so appended commits go first, unless
 * very many events wait to be merged. An import is in no hurry, and brings many.
 */
export const maySeal = (events: number, isAppending: boolean): boolean =>
  !isAppending || events >= 10 * sizes.sealEvents;
