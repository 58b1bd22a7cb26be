import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Batch } from '../log/commit.ts';

/** The name of the platform's error when storage is full. */
export const NO_SPACE = 'QuotaExceededError';

/** Runs work on the database, and translates its faults into log errors. */
export type Attempt = <T>(what: 'read' | 'write', work: () => PromiseLike<T>, batch?: Batch) => Promise<T>;

/** Translates a fault of the database into a log error. */
export function toLogError(log: string, what: 'open' | 'read' | 'write', cause: unknown, batch?: Batch): RefoldError {
  if (isRefoldError(cause)) return cause;
  if (hasName(cause, 'DatabaseClosedError')) return new RefoldError('log.closed', { log });
  if (what === 'open') return new RefoldError('log.open_failed', { log }, cause);
  if (what === 'read')
    return isOfContent(cause)
      ? new RefoldError('log.corrupt', { log, where: 'reading' }, cause)
      : new RefoldError('log.read_failed', { log }, cause);
  const events = batch?.commits.reduce((sum, commit) => sum + commit.events.length, 0) ?? 0;
  return new RefoldError(hasName(cause, NO_SPACE) ? 'log.full' : 'log.write_failed', { log, events }, cause);
}

/** Dexie wraps the platform's error, so its name may be one level down. */
export function hasName(error: unknown, name: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('name' in error && error.name === name) || ('inner' in error && hasName(error.inner, name));
}

/** Whether stored content made our own code throw. The platform and Dexie throw errors of other classes. */
function isOfContent(cause: unknown): boolean {
  return cause instanceof SyntaxError || cause instanceof TypeError || cause instanceof RangeError;
}
