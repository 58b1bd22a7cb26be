import { dayOf } from '../../shop/wall-clock.ts';
import { formatDate, timeOf } from '../parts/words.ts';
import { wallAt } from '../../app/wall-time.ts';

/** `14 March 2011, 12:04`. */
export function shownWords(ms: number): string {
  const at = wallAt(ms);
  return `${formatDate(dayOf(at))}, ${timeOf(at)}`;
}
