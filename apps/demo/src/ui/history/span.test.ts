import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionOf, strides, timeAt } from './span.ts';
import { DAY, HOUR, MINUTE, wallMs } from '../../app/wall-time.ts';

const year = { fromMs: wallMs('2010-12-01T00:00:00'), toMs: wallMs('2011-09-01T00:00:00') };

describe('a span', () => {
  it('goes from 0 to 1, and clamps times outside', () => {
    expect([year.fromMs, year.toMs, year.fromMs - 1, year.toMs + DAY].map((ms) => fractionOf(year, ms))).toEqual([
      0, 1, 0, 1,
    ]);
    expect([0, 1, -0.2, 7].map((fraction) => timeAt(year, fraction))).toEqual([
      year.fromMs,
      year.toMs,
      year.fromMs,
      year.toMs,
    ]);
    expect(fractionOf({ fromMs: 5, toMs: 5 }, 5)).toBe(1);
  });

  it('converts a fraction to a time, and a time to a fraction', () => {
    fc.assert(
      fc.property(fc.integer({ min: year.fromMs, max: year.toMs }), (ms) => {
        expect(timeAt(year, fractionOf(year, ms))).toBe(ms);
      }),
    );
  });

  it('has steps that fit its length', () => {
    expect(strides({ fromMs: 0, toMs: 9 * HOUR })).toEqual({ step: 5 * MINUTE, page: HOUR });
    expect(strides({ fromMs: 0, toMs: 9 * DAY })).toEqual({ step: HOUR, page: DAY });
    expect(strides(year)).toEqual({ step: DAY, page: 30 * DAY });
  });
});
