import type { AnyStore } from './store.ts';
import { internalsOf } from './internals.ts';

/**
 * Listeners to a value read from a store, called when it changes. Subscribes to the store only while there are
 * listeners.
 */
export class Listeners {
  readonly #store: AnyStore;
  readonly #read: () => unknown;
  readonly #listeners = new Set<{ readonly listener: () => void }>();
  #end: (() => void) | undefined;

  constructor(store: AnyStore, read: () => unknown) {
    this.#store = store;
    this.#read = read;
  }

  add(listener: () => void): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    this.#end ??= this.#begin();
    return () => {
      this.#listeners.delete(entry);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#end?.();
    this.#end = undefined;
  }

  #begin(): () => void {
    let last = this.#read();
    const look = (): void => {
      const now = this.#read();
      if (now === last) return;
      last = now;
      for (const entry of [...this.#listeners]) if (this.#listeners.has(entry)) this.#call(entry.listener);
    };
    // If opening fails, the store's owner gets the error, and there is nothing to read.
    if (this.#store.status.phase === 'opening') this.#store.ready.then(look, look);
    return this.#store.subscribe(look);
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      internalsOf(this.#store).env.report(error);
    }
  }
}
