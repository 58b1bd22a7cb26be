export { storeStates } from './store-states.ts';
export type { StoreState, StoreStates, StoreUpdate } from './store-states.ts';
