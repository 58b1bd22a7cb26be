import type { Span } from '../../app/history-tracks.ts';
import { DAY, floorTo, HOUR, MINUTE } from '../../app/wall-time.ts';

/** A labelled place on the axis: `14:00`, `12 May`, `Jan`. An era is a place where a new day, month or year begins. */
export interface Tick {
  readonly ms: number;
  readonly label: string;
  readonly isEra: boolean;
}

/** The ticks of the finest unit whose labels do not overlap, at round times of the shop's clock. */
export function ticksOf(span: Span, widthPx: number, minPx = 56): readonly Tick[] {
  const pxPerMs = widthPx / (span.toMs - span.fromMs);
  const unit = UNITS.find(({ ms }) => ms * pxPerMs >= minPx) ?? LAST_UNIT;
  const ticks: Tick[] = [];
  for (let ms = unit.first(span.fromMs); ms <= span.toMs; ms = unit.next(ms)) {
    if (ms < span.fromMs) continue;
    const isEra = unit.isEra(ms);
    ticks.push({ ms, isEra, label: (isEra ? unit.era : unit.label).format(ms) });
  }
  return ticks;
}

interface Unit {
  /** The shortest length of the unit. */
  readonly ms: number;
  /** The start of the unit that contains a time. */
  readonly first: (ms: number) => number;
  readonly next: (ms: number) => number;
  readonly isEra: (ms: number) => boolean;
  readonly label: Intl.DateTimeFormat;
  readonly era: Intl.DateTimeFormat;
}

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const clock = format({ hour: '2-digit', minute: '2-digit' });
const date = format({ day: 'numeric', month: 'short' });
const month = format({ month: 'short' });
const monthAndYear = format({ month: 'short', year: 'numeric' });
const year = format({ year: 'numeric' });

const times = (ms: number): Unit => ({
  ms,
  first: (from) => floorTo(from, ms),
  next: (at) => at + ms,
  isEra: (at) => at % DAY === 0,
  label: clock,
  era: date,
});
const days = (n: number): Unit => ({
  ms: n * DAY,
  // Counts from the first of each month, so that every month has the same dates.
  first: (from) => startOfMonth(from, 1),
  next: (at) => {
    const next = at + n * DAY;
    const nextMonth = startOfMonth(startOfMonth(at, 1) + 31 * DAY, 1);
    // The last tick of a month keeps its distance from the first of the next.
    return nextMonth - next < n * DAY ? nextMonth : next;
  },
  isEra: (at) => at === startOfMonth(at, 1),
  label: date,
  era: n < 7 ? date : monthAndYear,
});
const months = (n: number): Unit => ({
  ms: n * 28 * DAY,
  first: (from) => startOfMonth(from, n),
  next: (at) => startOfMonth(at + (n * 31 + 1) * DAY, n),
  isEra: (at) => new Date(at).getUTCMonth() === 0,
  label: n < 12 ? month : year,
  era: n < 12 ? monthAndYear : year,
});

/** The beginning of the month that contains a time, or of its group of `n` months in the year. */
function startOfMonth(ms: number, n: number): number {
  const at = new Date(ms);
  return Date.UTC(at.getUTCFullYear(), Math.floor(at.getUTCMonth() / n) * n);
}

const LAST_UNIT = months(12);
const UNITS: readonly Unit[] = [
  ...[5, 15, 30].map((n) => times(n * MINUTE)),
  ...[1, 2, 3, 6, 12].map((n) => times(n * HOUR)),
  ...[1, 2, 7, 14].map(days),
  ...[1, 2, 3, 6].map(months),
];
