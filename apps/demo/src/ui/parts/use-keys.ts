import { useEffect, useEffectEvent } from 'react';

/** The action of each key, wherever the focus is. A function returns false to leave the key to the browser. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void | false>>;

/**
 * Shortcuts of the page: `F9`, `/`, `Mod+Enter` (Mod is Ctrl, or ⌘). Keys that type text are ignored while a text
 * field has the focus. All keys are ignored while a dialog is open.
 */
export function useKeys(keys: KeyMap): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]') !== null) return;
    const isMod = event.ctrlKey || event.metaKey;
    if (!isMod && event.key.length === 1 && isTextField(event.target)) return;
    const act = keys[isMod ? `Mod+${event.key}` : event.key];
    if (act !== undefined && act(event) !== false) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select');
