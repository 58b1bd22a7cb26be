'use client';
import type { AnyEvent, EnvelopeOf } from '@refold/core';
import { useEffect, useInsertionEffect, useRef } from 'react';
import { useBindingOf } from './bindings.ts';

/**
 * Runs `handler` for each event of this kind while the component is mounted: for what is no state, such as a sound, a toast
 * or a scroll. Read models are up to date when it runs. It is never run for events of the past, never while rendering, and
 * the handler of the latest render is the one that runs. Events are those of the nearest store that lists them.
 *
 * @example
 * useEvent(OrderPlaced, (event) => toast(`Order ${event.data.id} is in`));
 */
export function useEvent<E extends AnyEvent>(event: E, handler: (event: EnvelopeOf<E>) => void): void {
  const { store } = useBindingOf(event);
  const latest = useRef(handler);
  // Before any other effect, which may append already.
  useInsertionEffect(() => {
    latest.current = handler;
  });
  const { type } = event;
  useEffect(() => {
    const subscription = store.on(type).subscribe((happened) => latest.current(happened as EnvelopeOf<E>));
    return () => subscription.unsubscribe();
  }, [store, type]);
}
