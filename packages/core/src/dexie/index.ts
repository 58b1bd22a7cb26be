export { dexieLog } from './dexie-log.ts';
export type { DexieLogOptions } from './database.ts';
