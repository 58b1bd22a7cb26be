import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { dayAfter } from './words.ts';

/** Chooses a day: typed, picked, or one step further. */
export function DayPicker({
  day,
  latest,
  label,
  latestWord = 'Latest',
  onDay,
}: {
  day: string;
  /** The latest day that can be chosen. */
  latest: string | undefined;
  label: string;
  latestWord?: string;
  onDay: (day: string) => void;
}): ReactNode {
  const isLast = latest !== undefined && day >= latest;
  return (
    <fieldset className="day-picker" aria-label={label}>
      <button type="button" className="icon-button" aria-label="A day back" onClick={() => onDay(dayAfter(day, -1))}>
        <ChevronLeft size={18} aria-hidden />
      </button>
      <input
        key={day}
        className="input"
        type="date"
        aria-label={label}
        defaultValue={day}
        onChange={(event) => {
          const { value } = event.target;
          // While a person types a date, its year passes through 0002, 0020 and 0201.
          if (value >= '1900') onDay(value);
        }}
      />
      <button
        type="button"
        className="icon-button"
        aria-label="A day on"
        disabled={isLast}
        onClick={() => onDay(dayAfter(day, 1))}
      >
        <ChevronRight size={18} aria-hidden />
      </button>
      {latest !== undefined && !isLast && (
        <button type="button" className="button button-quiet" onClick={() => onDay(latest)}>
          {latestWord}
        </button>
      )}
    </fieldset>
  );
}
