/**
 * Whether something that must be synchronous returned a promise, of this realm or another. It marks the promise's
 * rejection as handled, since the caller refuses the promise itself.
 */
export function isPromise(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const { then } = value as { readonly then?: unknown };
  if (typeof then !== 'function') return false;
  Promise.resolve(value).catch(() => {
    // The caller's error says more than this rejection.
  });
  return true;
}

/** The result of a reducer. Throws if that is a promise. */
export function synchronous<T>(result: T): T {
  if (!isPromise(result)) return result;
  throw new TypeError('A reducer returned a promise. Reducers are synchronous: await outside, then append the result.');
}
