'use client';
import { createRejections, type RejectedCommit, type RejectionsOptions } from '@refold/core/undo';
import { useCallback, useMemo } from 'react';
import { type HookOptions, useChosenBinding } from './bindings.ts';

/**
 * The commits of the actor of the nearest store, or of `options.store`, that were rejected for good: all of them, or those
 * of one scope. A commit is listed until it is retried or dismissed. The list and its entries keep their identity until
 * they change.
 *
 * @example
 * const rejected = useRejected();
 * rejected.map(({ id, label, code, retry, dismiss }) => <Refusal key={id} {...{ label, code, retry, dismiss }} />);
 */
export function useRejected({ store: chosen, scope }: HookOptions & RejectionsOptions = {}): readonly RejectedCommit[] {
  const binding = useChosenBinding({ store: chosen });
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
