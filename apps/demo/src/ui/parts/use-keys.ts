import { useEffect, useEffectEvent } from 'react';

/** What a key does, wherever the focus is. Answers false to let the key go its usual way. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void | false>>;

/**
 * Keys of the page: `F9`, `/`, `Mod+Enter` (Ctrl, or ⌘). A key that types something does not reach this map while a
 * text field has the focus, and none does while a dialog is open.
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
