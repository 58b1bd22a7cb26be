'use client';
import type { AnyEvent, EnvelopeOf } from '@refold/core';
import { useEffect, useInsertionEffect, useRef } from 'react';
import { useBindingOf } from './bindings.ts';

/**
 * Runs `handler` for each event of this type while the component is mounted: for effects outside the state, such as a
 * sound, a toast or a scroll. Read models are up to date when it runs. It never runs for past events or during render,
 * and uses the handler of the latest render. The events come from the nearest store that lists them.
 *
 * @example
 * useEvent(OrderPlaced, (event) => toast(`Order ${event.data.id} is in`));
 */
export function useEvent<E extends AnyEvent>(event: E, handler: (event: EnvelopeOf<E>) => void): void {
  const { store } = useBindingOf(event);
  const latest = useRef(handler);
  // Before all other effects, which may append already.
  useInsertionEffect(() => {
    latest.current = handler;
  });
  const { type } = event;
  useEffect(() => {
    const subscription = store.on(type).subscribe((happened) => latest.current(happened as EnvelopeOf<E>));
    return () => subscription.unsubscribe();
  }, [store, type]);
}
