'use client';
import { createUndo, type Undo, type UndoOptions, type UndoState } from '@refold/core/undo';
import { useCallback, useMemo } from 'react';
import { type HookOptions, useChosenBinding } from './bindings.ts';
import { useFields } from './use-fields.ts';

/** The undo state, and the functions to undo and redo. */
export interface UndoControls extends UndoState, Pick<Undo, 'undo' | 'redo'> {}

/**
 * Returns undo and redo for the actor of the nearest store, or of `options.store`, in one scope or in all. `undo` and
 * `redo` keep their identity, and return their outcome. A component renders again only for the fields that it reads.
 *
 * @example
 * const { undo, canUndo, undoLabel } = useUndo({ scope: 'drawing' });
 * <button disabled={!canUndo} onClick={() => undo()}>Undo {undoLabel}</button>
 */
export function useUndo({ store: chosen, scope }: HookOptions & UndoOptions = {}): UndoControls {
  const binding = useChosenBinding({ store: chosen });
  const { store } = binding;
  // Subscribes only when subscribed to, so a discarded render leaves nothing.
  const history = useMemo(() => createUndo(store, scoped(scope)), [store, scope]);
  const subscribe = useCallback((listener: () => void) => history.subscribe(listener), [history]);
  const ways = useMemo(() => ({ undo: () => history.undo(), redo: () => history.redo() }), [history]);
  return useFields(
    binding,
    subscribe,
    () => ({ ...history.state, ...ways }),
    () => ({ ...createUndo(binding.server, scoped(scope)).state, ...ways }),
  );
}

const scoped = (scope: string | undefined): UndoOptions => (scope === undefined ? {} : { scope });
