import { useCallback, useSyncExternalStore } from 'react';

/** Wide enough for two things side by side; the styles use the same width. */
export const WIDE = '(min-width: 900px)';

/** Too short for everything to be as high as it likes; the styles use the same height. */
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
