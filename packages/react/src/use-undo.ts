'use client';
import { createUndo, type Undo, type UndoOptions, type UndoState } from '@refold/core/undo';
import { useCallback, useMemo } from 'react';
import { type HookOptions, useChosenBinding } from './bindings.ts';
import { useFields } from './use-fields.ts';

/** What can be undone and redone, and how. */
export interface UndoControls extends UndoState, Pick<Undo, 'undo' | 'redo'> {}

/**
 * Undo and redo of what the actor of the nearest store, or of `options.store`, has done: all of it, or what is of one
 * scope. `undo` and `redo` keep their identity, and return the outcome. A component renders again only for the fields
 * that it reads.
 *
 * @example
 * const { undo, canUndo, undoLabel } = useUndo({ scope: 'drawing' });
 * <button disabled={!canUndo} onClick={() => undo()}>Undo {undoLabel}</button>
 */
export function useUndo({ store: chosen, scope }: HookOptions & UndoOptions = {}): UndoControls {
  const binding = useChosenBinding({ store: chosen });
  const { store } = binding;
  // It listens to nothing until it is subscribed to, so one that is thrown away leaves nothing behind.
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
