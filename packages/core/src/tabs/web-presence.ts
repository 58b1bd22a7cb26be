import type { TabPresence } from './platform.ts';

/** A presence that is given up while the page is put away: a page with a lock stays out of the back/forward cache. */
export interface WebPresence extends TabPresence {
  readonly leave: () => void;
  readonly return: () => void;
}

/** Every tab holds one shared lock, and the browser lists who holds it. */
export function webPresence(locks: LockManager, name: string): WebPresence {
  let held: AbortController | undefined;
  let refusal: { readonly cause: unknown } | undefined;
  const hold = (): void => {
    if (held !== undefined) return;
    const { signal } = (held = new AbortController());
    const until = (): Promise<void> =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve());
      });
    locks.request(name, { mode: 'shared', signal }, until).catch((cause: unknown) => {
      if (!signal.aborted) refusal = { cause };
    });
  };
  const release = (): void => {
    held?.abort();
    held = undefined;
  };
  hold();
  return {
    async count() {
      if (refusal !== undefined) throw refusal.cause;
      const { held: all = [] } = await locks.query();
      // Stores of one page count as one tab.
      return new Set(all.filter((lock) => lock.name === name).map((lock) => lock.clientId)).size;
    },
    stop: release,
    leave: release,
    return: hold,
  };
}
