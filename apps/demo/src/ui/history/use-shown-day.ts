import { dayOf } from '../../shop/wall-clock.ts';
import { useToday } from '../services/use-today.ts';
import { useHistory } from '../services/use-history.ts';
import { wallAt } from '../../app/wall-time.ts';

/** The date on show: today, or the day of the past that is viewed. */
export function useShownDay(): string {
  const today = useToday();
  const shown = useHistory(({ shownMs }) => (shownMs === undefined ? undefined : dayOf(wallAt(shownMs))));
  return shown ?? today;
}
