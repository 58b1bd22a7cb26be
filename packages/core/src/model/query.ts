import type { Immutable } from './immutable.ts';
import type { Readable } from './readable.ts';

/** A derived or joined read. Called with arguments, it returns a readable of its result. */
export interface Query<A extends readonly any[], R, N extends string = any> extends Readable<
  (...args: A) => Immutable<R>,
  N
> {
  (...args: A): Readable<Immutable<R>, N>;
}
