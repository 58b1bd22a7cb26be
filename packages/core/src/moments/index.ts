export { momentsOf } from './moments.ts';
export type { Moment, Moments, Step } from './moments.ts';
