export { dexieLog } from './dexie-log.ts';
export type { DexieLogOptions, Hints } from './options.ts';
