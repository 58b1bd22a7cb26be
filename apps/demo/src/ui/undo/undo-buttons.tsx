import { Redo2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { PAST_REASON } from '../history/use-may-write.ts';
import { useIsPast } from '../services/use-history.ts';
import { useKeys } from '../parts/use-keys.ts';
import { buttonWords, type Direction } from './undo-words.ts';
import { useUndoing } from './use-undoing.ts';

/** Undo and redo buttons, each with the name of the action. */
export function UndoButtons(): ReactNode {
  const { state, act, actByKey } = useUndoing();
  const isPast = useIsPast();
  const onKey = (direction: Direction) => (event: KeyboardEvent) => {
    if (hasTextToUndo(event.target)) return false;
    actByKey(direction);
    return undefined;
  };
  // The letter ignores Caps Lock. Shift distinguishes undo from redo.
  const byShift = (event: KeyboardEvent): void | false => onKey(event.shiftKey ? 'redo' : 'undo')(event);
  useKeys({ 'Mod+z': byShift, 'Mod+Z': byShift, 'Mod+y': onKey('redo'), 'Mod+Y': onKey('redo') });
  return (
    <>
      {(['undo', 'redo'] as const).map((direction) => {
        const [can, label, Icon] =
          direction === 'undo' ? [state.canUndo, state.undoLabel, Undo2] : [state.canRedo, state.redoLabel, Redo2];
        return (
          <button
            key={direction}
            type="button"
            className="tool"
            data-tool={direction}
            aria-label={buttonWords(direction, can ? label : undefined)}
            title={isPast ? PAST_REASON : `${buttonWords(direction, can ? label : undefined)} (${keysOf[direction]})`}
            disabled={!can && !isPast}
            aria-disabled={isPast ? true : undefined}
            onClick={() => act(direction)}
          >
            <Icon size={20} strokeWidth={1.8} aria-hidden />
            <span className="tool-words" aria-hidden>
              {direction === 'undo' ? 'Undo' : 'Redo'}
              <span className="tool-label">{can ? label : `Nothing to ${direction}`}</span>
            </span>
          </button>
        );
      })}
    </>
  );
}

const keysOf = { undo: 'Ctrl+Z', redo: 'Shift+Ctrl+Z' } as const;

/** A text field with a change undoes it itself. */
const hasTextToUndo = (target: EventTarget | null): boolean =>
  (target instanceof HTMLInputElement && target.value !== '' && /^(text|search|email|tel|url)$/.test(target.type)) ||
  (target instanceof HTMLTextAreaElement && target.value !== '');
