import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksOf } from './ticks.ts';
import { DAY, MINUTE, wallMs } from '../../app/wall-time.ts';

const labels = (from: string, to: string, widthPx: number): string[] =>
  ticksOf({ fromMs: wallMs(from), toMs: wallMs(to) }, widthPx).map(({ label, isEra }) =>
    isEra ? `[${label}]` : label,
  );

describe('ticks', () => {
  it('are hours within a day, and name each day that begins', () => {
    expect(labels('2026-05-01T09:00:00', '2026-05-01T13:20:00', 300)).toEqual([
      '09:00',
      '10:00',
      '11:00',
      '12:00',
      '13:00',
    ]);
    expect(labels('2026-05-01T18:00:00', '2026-05-02T06:00:00', 200)).toEqual(['18:00', '[2 May]', '06:00']);
  });

  it('are the same days in every month, within some weeks', () => {
    expect(labels('2026-01-20T00:00:00', '2026-03-05T00:00:00', 480)).toEqual([
      '22 Jan',
      '[Feb 2026]',
      '8 Feb',
      '15 Feb',
      '22 Feb',
      '[Mar 2026]',
    ]);
  });

  it('are months within a year, and name each year that begins', () => {
    expect(labels('2010-12-01T00:00:00', '2011-09-01T00:00:00', 600)).toEqual([
      'Dec',
      '[Jan 2011]',
      'Feb',
      'Mar',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sept',
    ]);
    expect(labels('2010-12-01T00:00:00', '2011-09-01T00:00:00', 358)).toEqual([
      '[Jan 2011]',
      'Mar',
      'May',
      'Jul',
      'Sept',
    ]);
  });

  it('lie within the span, ascend, and keep their distance, at any length', () => {
    const from = fc.integer({ min: wallMs('1999-01-01T00:00:00'), max: wallMs('2030-01-01T00:00:00') });
    const length = fc.oneof(fc.integer({ min: 10 * MINUTE, max: 2 * DAY }), fc.integer({ min: DAY, max: 1_600 * DAY }));
    fc.assert(
      fc.property(from, length, fc.integer({ min: 280, max: 2_400 }), (fromMs, ms, widthPx) => {
        const span = { fromMs, toMs: fromMs + ms };
        const at = ticksOf(span, widthPx).map((tick) => tick.ms);
        const gaps = at.slice(1).map((tick, nth) => ((tick - (at[nth] ?? tick)) / ms) * widthPx);
        expect(Math.min(...gaps, Infinity)).toBeGreaterThanOrEqual(55.9);
        expect(Math.min(...at, span.toMs)).toBeGreaterThanOrEqual(span.fromMs);
        expect(Math.max(...at, span.fromMs)).toBeLessThanOrEqual(span.toMs);
      }),
    );
  });
});
