import { useCallback, useSyncExternalStore } from 'react';

/** Wide enough for two columns. The styles use the same width. */
export const WIDE = '(min-width: 900px)';

/** So short that parts must be lower. The styles use the same height. */
export const SHORT = '(max-height: 520px)';

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
