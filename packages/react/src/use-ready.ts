'use client';
import { type AnyStore, type GivenEvent, prepareServerStore } from '@refold/core';

/** A promise that components below a provider wait for, and its failure. */
interface Waiting {
  readonly over: Promise<void>;
  failure?: { readonly error: unknown };
}

const opened = new WeakSet<AnyStore>();
const openings = new WeakMap<AnyStore, Waiting>();
const preparations = new WeakMap<AnyStore, Waiting>();

/**
 * Suspends until the store is ready and the events of a server can be folded; throws to the error boundary if that
 * failed. A ready store renders at once, and stays after it is closed. To suspend it throws a promise, which React 18
 * and 19 both accept.
 */
export function useReady(store: AnyStore, serverEvents: readonly GivenEvent[] | undefined): void {
  if (store.status.phase === 'ready') opened.add(store);
  if (!opened.has(store)) wait(openings, store, () => store.ready.then(() => void opened.add(store)));
  const prepared = serverEvents && prepareServerStore(store, serverEvents);
  if (prepared !== undefined) wait(preparations, store, () => prepared);
}

function wait(known: WeakMap<AnyStore, Waiting>, store: AnyStore, start: () => Promise<void>): never {
  let waiting = known.get(store);
  if (waiting === undefined) known.set(store, (waiting = follow(start())));
  if (waiting.failure !== undefined) throw waiting.failure.error;
  // oxlint-disable-next-line typescript/only-throw-error -- that is how a component says that it has to wait
  throw waiting.over;
}

function follow(promise: Promise<void>): Waiting {
  const waiting: Waiting = {
    over: promise.catch((error: unknown) => {
      // The next render throws it.
      waiting.failure = { error };
    }),
  };
  return waiting;
}
