export { ArbitraryError } from './arbitrary-error.ts';
export { eventArbitrary } from './event-arbitrary.ts';
export type { EventArbitraryOptions } from './event-arbitrary.ts';
export { logArbitrary } from './log-arbitrary.ts';
