import { useEffect, useState } from 'react';
import { dayOf, wallClock } from '../../shop/wall-clock.ts';

/** The time on the shop's wall. */
export const shopTime = (): string => wallClock(new Date());

/** The shop's date; it changes at midnight, also on a till that is never closed. */
export function useToday(): string {
  const [today, setToday] = useState(() => dayOf(shopTime()));
  useEffect(() => {
    const look = (): void => setToday(dayOf(shopTime()));
    const timer = setInterval(look, 30_000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return today;
}
