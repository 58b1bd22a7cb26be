import type { ReactNode } from 'react';
import { useIsPast } from '../services/use-history.ts';
import { useShownDay } from '../history/use-shown-day.ts';
import { DayPicker } from '../parts/day-picker.tsx';
import { formatDay } from '../parts/words.ts';
import { href, replaceRoute } from '../../app/route.ts';
import { useRoute } from '../services/use-route.ts';
import { AllTime } from './all-time.tsx';
import { DayReport } from './day-report.tsx';
import './figures.css';

/** The takings of a day, or since the shop began. */
export function FiguresPage(): ReactNode {
  const route = useRoute();
  const isPast = useIsPast();
  const today = useShownDay();
  const isAll = route.item === 'all';
  const day = route.day ?? today;
  const isToday = day === today && !isPast;
  return (
    <div className="page">
      <div className="page-wide figures">
        <header className="page-head">
          <h1>{isAll ? 'All time' : isToday ? 'Today' : formatDay(day)}</h1>
          <nav className="chips" aria-label="Figures of">
            <a className="chip" href={href('figures')} aria-current={isAll ? undefined : 'true'}>
              Day
            </a>
            <a className="chip" href={href('figures', { item: 'all' })} aria-current={isAll ? 'true' : undefined}>
              All time
            </a>
          </nav>
        </header>
        {isAll ? (
          <AllTime />
        ) : (
          <>
            <DayPicker
              day={day}
              latest={today}
              label="Day"
              latestWord={isPast ? 'The day on show' : 'Today'}
              onDay={(to) => replaceRoute(href('figures', { day: to }))}
            />
            <DayReport day={day} isToday={isToday} />
          </>
        )}
      </div>
    </div>
  );
}
