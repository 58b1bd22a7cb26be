import { Dexie } from 'dexie';
import type { DatabaseOptions } from './database.ts';

/** A place outside the database, of which only these three are used; `localStorage` is one. */
export type Hints = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where IndexedDB is, and how it is watched over; by default all is the platform's. */
export interface DexieLogOptions extends DatabaseOptions {
  /**
   * Remembers outside the database which log it holds, under `refold:` and the log's name, so that a log that was deleted
   * while nobody looked is missed. Default: `localStorage` where there is one. What is deleted together with it cannot be
   * missed; `false` does without.
   */
  readonly hints?: Hints | false;
  /**
   * How many positions back undo and redo reach. Default 10,000. It is fixed when the log is made: of a log that is there it
   * changes nothing.
   */
  readonly undoHorizon?: number;
  /** How long opening or deleting may take until it counts as blocked. Default 5000. */
  readonly openTimeoutMs?: number;
  /** Runs a task after so many milliseconds; the answer cancels it. Default: the platform's timers. */
  readonly timer?: (task: () => void, ms: number) => () => void;
}

/**
 * Whether this is a server: there is no IndexedDB, and neither a page nor a worker of a browser, which both have an address.
 * Servers that run workers have none.
 */
export function isOnServer({
  indexedDB = Dexie.dependencies.indexedDB ?? globalThis.indexedDB,
}: DexieLogOptions): boolean {
  return indexedDB === undefined && typeof window === 'undefined' && typeof location === 'undefined';
}

/** The platform's, where it has one and the page may use it. */
export function platformHints(): Hints | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    // Refused by the browser's settings: then nothing is remembered, and a loss while closed is not noticed.
    return undefined;
  }
}

export function platformTimer(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
