import { Dexie } from 'dexie';
import type { DatabaseOptions } from './database.ts';

/** A key-value storage outside the database, such as `localStorage`. */
export type Hints = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Options of a log in IndexedDB. The defaults are the platform's. */
export interface DexieLogOptions extends DatabaseOptions {
  /**
   * Remembers outside the database which log it holds, under `refold:` and the log's name. So a store notices that its
   * log was deleted while it was closed. Default: `localStorage`, if there is one. A loss is not noticed if this
   * storage is deleted too. `false` turns it off.
   */
  readonly hints?: Hints | false;
  /**
   * How many positions back undo and redo reach. Default 10,000. Fixed when the log is created; it does not change an
   * existing log.
   */
  readonly undoHorizon?: number;
  /** Milliseconds until opening or deleting counts as blocked. Default 5000. */
  readonly openTimeoutMs?: number;
  /** Milliseconds until a transaction that has not ended counts as blocked. Default 10,000. */
  readonly transactionTimeoutMs?: number;
  /** Runs a task after a number of milliseconds; returns a function that cancels it. Default: the platform's timers. */
  readonly timer?: (task: () => void, ms: number) => () => void;
}

/**
 * Whether this is a server: it has neither IndexedDB nor a `location`. Pages and workers of a browser have one; workers
 * of a server do not.
 */
export function isOnServer({
  indexedDB = Dexie.dependencies.indexedDB ?? globalThis.indexedDB,
}: DexieLogOptions): boolean {
  return indexedDB === undefined && typeof window === 'undefined' && typeof location === 'undefined';
}

/** The platform's storage, if it exists and the page may use it. */
export function platformHints(): Hints | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    // The browser's settings refuse it. So nothing is remembered, and a loss while closed goes unnoticed.
    return undefined;
  }
}

export function platformTimer(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
