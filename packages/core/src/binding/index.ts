// For framework authors, and for teams that wrap Refold in generic functions of their own. Apps need nothing of it.
export { watch } from './watch.ts';
export type { Watch } from '../read/watchers.ts';
export { storeStates } from './store-states.ts';
export type { StoreState, StoreStates, StoreUpdate } from './store-states.ts';
// Types by which definitions and stores infer others.
export type { In, Out, Storable } from '../model/schema.ts';
export type { NeedsOf, ReadOf, Reads, ReadsOf } from '../model/readable.ts';
export type { Indexable } from '../model/table/rows.ts';
export type { Listed, Pattern } from '../store/store.ts';
