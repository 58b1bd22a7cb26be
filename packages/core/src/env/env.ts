import type { Random } from '../model/ids.ts';

/** The platform services that the core uses. It touches nothing else of the platform; tests supply their own. */
export interface Env {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds, for measuring intervals. It never goes back, even if the clock is set. */
  readonly elapsed: () => number;
  /** Fills bytes with randomness fit for ids. */
  readonly random: Random;
  /** Lets the platform paint and take input; resolves in a later task. */
  readonly pause: () => Promise<void>;
  /** Runs a task when the platform is idle. Returns a function that cancels it. */
  readonly idle: (task: () => void) => () => void;
  /** Runs a task after `delayMs` milliseconds. Returns a function that cancels it. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Runs a task when the page is about to close or freeze. Returns a function that cancels it. */
  readonly onHide: (task: () => void) => () => void;
  /** Asks the platform to keep stored data. Resolves to its answer, or to undefined if it cannot be asked. */
  readonly persist: () => Promise<boolean | undefined>;
  /** Receives errors that have no caller, such as those of a listener. */
  readonly report: (error: unknown) => void;
  /** Where faults are printed in development; undefined if there is no console. */
  readonly console: { readonly error: (...what: readonly unknown[]) => void } | undefined;
  /** Whether to freeze published state and to check for mistakes of the app. Production bundles lack the checks. */
  readonly isDevelopment: boolean;
}

/**
 * The services of a browser, a worker or Node. Reads globals when called, so that importing this module touches
 * nothing.
 */
export function platformEnv(): Env {
  return {
    now: () => Date.now(),
    elapsed: () => (typeof performance === 'undefined' ? Date.now() : performance.now()),
    random: (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>),
    pause,
    idle: (task) => schedule(task, IDLE_MS),
    schedule,
    onHide,
    persist,
    report: (error) => {
      if (typeof reportError === 'function') reportError(error);
      else
        setTimeout(() => {
          throw error;
        }, 0);
    },
    console: typeof console === 'undefined' ? undefined : console,
    isDevelopment: isDevelopment(),
  };
}

/**
 * The platform, with the app's replacements. A commit has already taken effect when `idle` or `report` run. So their
 * errors go to the platform, not to the caller of the commit.
 */
export function envOf(given: Partial<Env> = {}): Env {
  const platform = platformEnv();
  const env = { ...platform, ...given };
  return {
    ...env,
    idle: (task) => {
      try {
        return env.idle(task);
      } catch (error) {
        platform.report(error);
        return () => undefined;
      }
    },
    report: (error) => {
      try {
        env.report(error);
      } catch (thrown) {
        platform.report(thrown);
      }
    },
  };
}

/** Milliseconds: long enough for a burst of events to end, short enough to follow it soon. */
const IDLE_MS = 200;

function schedule(task: () => void, delayMs: number): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}

/** The only events that reliably fire when a page ends. `beforeunload` and `unload` may not, above all on phones. */
const HIDING = ['pagehide', 'freeze'];

function onHide(task: () => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  for (const event of HIDING) window.addEventListener(event, task, { capture: true });
  return () => {
    for (const event of HIDING) window.removeEventListener(event, task, { capture: true });
  };
}

async function persist(): Promise<boolean | undefined> {
  try {
    return await navigator.storage.persist();
  } catch {
    // There is no page, the browser is old, or the page may not store anything.
    return undefined;
  }
}

/** A timer of 0 ms takes four in browsers. The scheduler, where available, resumes at once. */
function pause(): Promise<void> {
  const { scheduler } = globalThis as { readonly scheduler?: { readonly yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Bundlers replace this expression with the mode. Without a bundler and Node, nobody asked for checks. */
function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
