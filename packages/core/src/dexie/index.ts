export { dexieLog } from './dexie-log.ts';
export { dexieStaging } from './dexie-staging.ts';
export type { DexieLogOptions, Hints } from './options.ts';
