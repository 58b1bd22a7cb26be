import type { AnyStore } from '@refold/core';
import { use } from 'react';

/** Suspends until the store is ready; throws, to the error boundary, when opening it has failed. It starts nothing. */
export function useReady(store: AnyStore): void {
  // Always called, since a render that was suspended here is resumed here.
  use(store.status.phase === 'ready' ? READY : store.ready);
}

/**
 * A promise that React need not wait for: it keeps what it knows of a promise in these two properties, and suspends once
 * even for one that has resolved when they are not there. So a store that is ready is there in the first render.
 */
const READY: Promise<void> = Object.assign(Promise.resolve(), { status: 'fulfilled', value: undefined });
