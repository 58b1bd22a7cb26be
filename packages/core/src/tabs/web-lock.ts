import type { TabLock } from './platform.ts';

/** A lock of Web Locks. */
export function webLock(locks: LockManager, name: string): TabLock {
  // Chromium loses the withdrawal of a page's first request to the lock manager. So the first request is a query.
  const ready = locks.query();
  let current: AbortController | undefined;
  return {
    request(take, { granted, taken, refused }) {
      current?.abort();
      const { signal } = (current = new AbortController());
      let isHeld = false;
      const hold = (): Promise<void> | undefined => {
        // A request that takes the lock cannot be withdrawn earlier.
        if (signal.aborted) return undefined;
        isHeld = true;
        granted();
        return new Promise((resolve) => {
          if (signal.aborted) resolve();
          else signal.addEventListener('abort', () => resolve());
        });
      };
      const failed = (cause: unknown): void => {
        if (signal.aborted) return;
        if (isHeld) taken();
        else refused(cause);
      };
      // The browser does not accept a signal together with `steal`.
      const options = take ? { steal: true } : { signal };
      ready.then(() => (signal.aborted ? undefined : locks.request(name, options, hold))).catch(failed);
    },
    release() {
      current?.abort();
    },
  };
}
