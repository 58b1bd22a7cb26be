import type { Random } from '../model/ids.ts';

/** What the engine needs from where it runs. Nothing else of the platform is touched; tests give their own. */
export interface Env {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since some moment, for measuring intervals: it never goes back, whatever becomes of the clock. */
  readonly elapsed: () => number;
  /** Fills bytes with randomness fit for ids. */
  readonly random: Random;
  /** Lets the platform paint and take input; resolves in a later task. */
  readonly pause: () => Promise<void>;
  /** Runs a task when there is little to do; the answer cancels it. */
  readonly idle: (task: () => void) => () => void;
  /** Runs a task when so many milliseconds have gone by; the answer cancels it. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Runs a task when the page is about to go away or to be frozen; the answer ends it. */
  readonly onHide: (task: () => void) => () => void;
  /** Asks the platform to keep what is stored; resolves to its answer, to undefined where it cannot be asked. */
  readonly persist: () => Promise<boolean | undefined>;
  /** Takes an error of a listener, which has nobody else to go to. */
  readonly report: (error: unknown) => void;
  /** Where trouble is printed in development; undefined where there is no console. */
  readonly console: { readonly error: (...what: readonly unknown[]) => void } | undefined;
  /** Whether to freeze what is published and to check what only mistakes can break. */
  readonly isDevelopment: boolean;
}

/** The platform of a browser, a worker or Node. Read when it is called, so importing this touches nothing. */
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
 * The platform, with what an app puts in its place. `idle`, `report` and `console` are called when a commit has taken effect
 * already, so an error of theirs goes to the platform, and not to whoever made the commit.
 */
export function envOf(given: Partial<Env> = {}): Env {
  const platform = platformEnv();
  const env = { ...platform, ...given };
  const attempt = <T>(run: () => T, otherwise: T): T => {
    try {
      return run();
    } catch (error) {
      platform.report(error);
      return otherwise;
    }
  };
  return {
    ...env,
    idle: (task) =>
      attempt(
        () => env.idle(task),
        () => undefined,
      ),
    report: (error) => attempt(() => env.report(error), undefined),
    console: { error: (...what) => attempt(() => env.console?.error(...what), undefined) },
  };
}

/** Long enough for a burst of events to be over, short enough to come soon after it. */
const IDLE_MS = 200;

function schedule(task: () => void, delayMs: number): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}

/** Only these two come for certain when a page ends: `beforeunload` and `unload` may not, on phones above all. */
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
    // No page, an old browser, or a page that may not store anything.
    return undefined;
  }
}

/** A timer of zero waits four milliseconds in browsers; the scheduler comes back at once, where there is one. */
function pause(): Promise<void> {
  const { scheduler } = globalThis as { readonly scheduler?: { readonly yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Bundlers put the mode in place of this expression; where there is no bundler and no Node, nobody asked for checks. */
function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
