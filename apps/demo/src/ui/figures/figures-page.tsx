import type { ReactNode } from 'react';
import { useToday } from '../parts/clock.ts';
import { DayPicker } from '../parts/day-picker.tsx';
import { formatDay } from '../parts/words.ts';
import { href, replaceRoute, useRoute } from '../shell/route.ts';
import { AllTime } from './all-time.tsx';
import { DayReport } from './day-report.tsx';
import './figures.css';

/** What the shop takes: on a day, or since it began. */
export function FiguresPage(): ReactNode {
  const route = useRoute();
  const today = useToday();
  const isAll = route.item === 'all';
  const day = route.day ?? today;
  return (
    <div className="page">
      <div className="page-wide figures">
        <header className="page-head">
          <h1>{isAll ? 'All time' : day === today ? 'Today' : formatDay(day)}</h1>
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
              latestWord="Today"
              onDay={(to) => replaceRoute(href('figures', { day: to }))}
            />
            <DayReport day={day} isToday={day === today} />
          </>
        )}
      </div>
    </div>
  );
}
