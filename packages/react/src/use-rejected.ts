'use client';
import { createRejections, type RejectedCommit } from '@refold/core/undo';
import { useCallback, useMemo } from 'react';
import { type Definition, useBinding } from './bindings.ts';

/**
 * What of the doing of the actor of the nearest store (or of the nearest that lists `of`) was rejected for good, all of it or what is
 * of one scope, until it is retried or dismissed. The list is the same until it changes, and so is each of what it holds.
 *
 * @example
 * const rejected = useRejected();
 * rejected.map(({ id, label, code, retry, dismiss }) => <Refusal key={id} {...{ label, code, retry, dismiss }} />);
 */
export function useRejected(scope?: string, of?: Definition): readonly RejectedCommit[] {
  const binding = useBinding(of);
  const { store } = binding;
  // It listens to nothing until it is subscribed to, so one that is thrown away leaves nothing behind.
  const rejections = useMemo(() => createRejections(store, scope === undefined ? {} : { scope }), [store, scope]);
  const subscribe = useCallback((listener: () => void) => rejections.subscribe(listener), [rejections]);
  return binding.useOutside(
    subscribe,
    () => rejections.list,
    () => NONE,
  );
}

/** A server has nothing of its own that could be refused. */
const NONE: readonly RejectedCommit[] = [];
