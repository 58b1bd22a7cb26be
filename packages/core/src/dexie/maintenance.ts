// The work on a log that can wait for idle time. It is loaded when it is first needed.
export { compactLog } from './compact-log.ts';
export { sealAll } from './seal-batches.ts';
