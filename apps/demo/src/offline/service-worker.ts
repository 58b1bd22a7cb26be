/**
 * The parts of a service worker's global scope that are used here. TypeScript cannot load these types beside a page's.
 */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
interface LifeEvent {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** The build fills these in: every file of the app, and a name that changes with any of them. */
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const scope = globalThis as unknown as WorkerScope;
const CACHE = `till-${__VERSION__}`;

// A version is on the device completely or not at all: one missing file fails the install, and the old version stays.
scope.addEventListener('install', (event) => {
  // An asset has its hash in its name, so a copy that the page or an earlier version has loaded is good.
  const files = __FILES__.map(
    (file) => new Request(file, { cache: file.startsWith('/assets/') ? 'force-cache' : 'no-cache' }),
  );
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
});

scope.addEventListener('activate', (event) => {
  const clean = async (): Promise<void> => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('till-') && name !== CACHE).map((name) => caches.delete(name)),
    );
    // Also takes over the page that installed it, which works offline from now on without a reload.
    await scope.clients.claim();
  };
  event.waitUntil(clean());
});

scope.addEventListener('message', (event) => {
  if (event.data === 'take-over') void scope.skipWaiting();
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope.registration.scope)) return;
  event.respondWith(answer(request));
});

/** Prefers the device's copy, so opening is as quick without a network as with one. Every address is the one page. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  // The files are the same for every request, whatever the server's Vary header says: scripts are requested with an
  // origin.
  const options = { ignoreSearch: true, ignoreVary: true };
  const kept = await cache.match(request.mode === 'navigate' ? '/' : request, options);
  return kept ?? fetch(request);
}
