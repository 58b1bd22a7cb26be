'use client';
import type { AnyStore } from '@refold/core';

/** The state of opening a store that components below a provider wait for. */
interface Opening {
  readonly over: Promise<void>;
  failure?: { readonly error: unknown };
}

const opened = new WeakSet<AnyStore>();
const openings = new WeakMap<AnyStore, Opening>();

/**
 * Suspends until the store is ready; throws to the error boundary if opening failed. It starts nothing. A ready store
 * renders at once, and stays after it is closed. To suspend it throws a promise, which React 18 and 19 both accept.
 */
export function useReady(store: AnyStore): void {
  if (store.status.phase === 'ready') opened.add(store);
  if (opened.has(store)) return;
  let opening = openings.get(store);
  if (opening === undefined) openings.set(store, (opening = follow(store)));
  if (opening.failure !== undefined) throw opening.failure.error;
  // oxlint-disable-next-line typescript/only-throw-error -- that is how a component says that it has to wait
  throw opening.over;
}

function follow(store: AnyStore): Opening {
  const opening: Opening = {
    over: store.ready.then(
      () => void opened.add(store),
      (error: unknown) => {
        // The next render throws it.
        opening.failure = { error };
      },
    ),
  };
  return opening;
}
