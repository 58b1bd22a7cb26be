/**
 * Whether something that must be synchronous answered with a promise, of this realm or another. The promise is refused as
 * such, so its own rejection counts as handled: nobody is left to hear of it.
 */
export function isPromise(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const { then } = value as { readonly then?: unknown };
  if (typeof then !== 'function') return false;
  Promise.resolve(value).catch(() => {
    // Refused already, with an error that says more than this one.
  });
  return true;
}
