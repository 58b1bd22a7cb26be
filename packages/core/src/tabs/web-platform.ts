import type { PageListener, TabPlatform } from './platform.ts';
import { webChannel } from './web-channel.ts';
import { webLock } from './web-lock.ts';
import { isPageVisible, watchPage } from './web-page.ts';
import { webPresence } from './web-presence.ts';

/** A channel or a presence, which closes while the page is put away. */
interface Connection {
  readonly leave: () => void;
  readonly return: () => void;
}

/**
 * The browser of this page. Where there is no page (on a server, in a worker), it has neither locks nor channels. Reads
 * globals when called, so that importing this module touches nothing.
 */
export function webPlatform(): TabPlatform {
  if (typeof document === 'undefined') return NO_PAGE;
  const listeners = new Set<Partial<PageListener>>();
  const connections = new Set<Connection>();
  let unwatch: (() => void) | undefined;
  const watch = (): void => {
    unwatch ??= watchPage({
      visibility: (isVisible) => listeners.forEach((one) => one.visibility?.(isVisible)),
      // While the page leaves, listeners can still post. When it returns, they can again.
      leave: () => [...listeners, ...connections].forEach((one) => one.leave?.()),
      return: () => [...connections, ...listeners].forEach((one) => one.return?.()),
      focus: () => listeners.forEach((one) => one.focus?.()),
    });
  };
  const add = <T extends object>(all: Set<T>, one: T): (() => void) => {
    all.add(one);
    watch();
    return () => {
      all.delete(one);
      if (listeners.size + connections.size > 0) return;
      unwatch?.();
      unwatch = undefined;
    };
  };
  // Only a page over `https` or on `localhost` has locks.
  const locks = navigator.locks as LockManager | undefined;
  return {
    lock: (name) => locks && webLock(locks, name),
    channel(name, hear) {
      const channel = webChannel(name, hear);
      if (channel === undefined) return undefined;
      const remove = add(connections, channel);
      return {
        post: channel.post,
        close() {
          remove();
          channel.close();
        },
      };
    },
    presence(name) {
      if (locks === undefined) return undefined;
      const presence = webPresence(locks, name);
      const remove = add(connections, presence);
      return {
        count: presence.count,
        stop() {
          remove();
          presence.stop();
        },
      };
    },
    page(listener) {
      // A copy, so that one listener may be given twice.
      const stop = add(listeners, { ...listener });
      return {
        get isVisible() {
          return isPageVisible();
        },
        stop,
      };
    },
    after,
    frame,
  };
}

/** The longest wait for a frame, in milliseconds. */
const FRAME_MS = 1_000;

const NO_PAGE: TabPlatform = {
  lock: () => undefined,
  channel: () => undefined,
  presence: () => undefined,
  page: () => ({ isVisible: true, stop: () => undefined }),
  after: afterUnlessDone,
  frame: (task) => afterUnlessDone(0, task),
};

/** As `after`. On a server, such a timer does not keep a process alive that has nothing else to do. */
function afterUnlessDone(ms: number, task: () => void): () => void {
  const timer: unknown = setTimeout(task, ms);
  (timer as { readonly unref?: () => void }).unref?.();
  return () => clearTimeout(timer as number);
}

function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

function frame(task: () => void): () => void {
  const run = (): void => {
    cancel();
    task();
  };
  // The page may be hidden before the frame comes.
  const timer = setTimeout(run, FRAME_MS);
  const drawn = requestAnimationFrame(run);
  // Safari has no idle time.
  const isIdle = !isPageVisible() && typeof requestIdleCallback === 'function';
  const idle = isIdle ? requestIdleCallback(run) : undefined;
  const cancel = (): void => {
    clearTimeout(timer);
    cancelAnimationFrame(drawn);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
  return cancel;
}
