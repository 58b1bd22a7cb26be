'use client';
import { createRejections, type RejectedCommit, type RejectionsOptions } from '@refold/core/undo';
import { useCallback, useMemo } from 'react';
import { type HookOptions, useChosenBinding } from './bindings.ts';

/**
 * Returns the rejected commits of the actor of the nearest store, or of `options.store`: all of them, or those of one
 * scope. A commit is listed until it is retried or dismissed. The list and its entries keep their identity until they
 * change.
 *
 * @example
 * const rejected = useRejected();
 * rejected.map(({ id, label, code, retry, dismiss }) => <Refusal key={id} {...{ label, code, retry, dismiss }} />);
 */
export function useRejected({ store: chosen, scope }: HookOptions & RejectionsOptions = {}): readonly RejectedCommit[] {
  const binding = useChosenBinding({ store: chosen });
  const { store } = binding;
  // Subscribes only when subscribed to, so a discarded render leaves nothing.
  const rejections = useMemo(() => createRejections(store, scope === undefined ? {} : { scope }), [store, scope]);
  const subscribe = useCallback((listener: () => void) => rejections.subscribe(listener), [rejections]);
  return binding.useOutside(
    subscribe,
    () => rejections.list,
    () => NONE,
  );
}

/** A server has no commits of its own that could be rejected. */
const NONE: readonly RejectedCommit[] = [];
