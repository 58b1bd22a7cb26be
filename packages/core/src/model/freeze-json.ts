/**
 * Freezes JSON data in depth, and returns it. Parts that are frozen are left as they are, since nothing is frozen here
 * but in depth. Immer's `freeze` does the same for more kinds of values, and takes five times as long.
 */
export function freezeJson<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data;
  for (const key in data) {
    const part = data[key];
    if (typeof part === 'object') freezeJson(part);
  }
  return Object.freeze(data);
}
