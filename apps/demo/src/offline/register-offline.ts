/** The copy of the app on the device, which opens it without a network. */
export interface OfflineCopy {
  /** A newer version is on the device. It takes over when `update` is called. */
  readonly hasUpdate: () => boolean;
  readonly update: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const CHECK_MS = 30 * 60_000;

/**
 * Keeps a copy of the app on this device, in production builds. A version that waits when the page opens takes over at
 * once. One that arrives later waits for `update`, so that the page never changes while a person works.
 */
export function registerOffline(ready: Promise<unknown>): OfflineCopy {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | undefined;

  const offer = (worker: ServiceWorker | null): void => {
    // Without a controller this is the first version, so there is no update.
    if (worker === null || navigator.serviceWorker.controller === null) return;
    waiting = worker;
    for (const listener of listeners) listener();
  };
  const update = (): void => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting?.postMessage('take-over');
  };

  async function register(): Promise<void> {
    if (navigator.serviceWorker.controller === null) await hasLoaded(ready);
    const registration = await navigator.serviceWorker.register('/service-worker.js');
    offer(registration.waiting);
    if (waiting !== undefined) return update();
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') offer(worker);
      });
    });
    // A till stays open for days, but browsers look for updates only when a page opens.
    setInterval(() => void registration.update().catch(noCopy), CHECK_MS);
  }

  if (import.meta.env.PROD && 'serviceWorker' in navigator) register().catch(noCopy);
  return {
    hasUpdate: () => waiting !== undefined,
    update,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** On a first visit the page loads first. The copy then reuses what the page has loaded. */
async function hasLoaded(ready: Promise<unknown>): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  }
  // Opening the shop loads code too, and goes on if it fails.
  await Promise.allSettled([ready]);
  await document.fonts.load(getComputedStyle(document.body).font);
}

/** With a network, the app works without its copy. */
function noCopy(error: unknown): void {
  console.warn('Till could not save or update its offline copy.', error);
}
