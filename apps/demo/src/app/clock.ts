import { dayOf, wallClock } from '../shop/wall-clock.ts';

/** The time in the shop. */
export const shopTime = (): string => wallClock(new Date());

/** The shop's date. */
export const today = (): string => dayOf(shopTime());

/** How often an open page compares dates. */
const LOOK_MS = 30_000;

/** Calls `listener` when the date may have changed. Returns an unsubscribe function. */
export function onMaybeNewDay(listener: () => void): () => void {
  const timer = setInterval(listener, LOOK_MS);
  document.addEventListener('visibilitychange', listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}
