import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns.ts';
import { DAY, HOUR } from '../../app/wall-time.ts';

const span = { fromMs: 0, toMs: 10 * HOUR };

describe('the columns of a chart', () => {
  it('add up the sales of each stretch, relative to the highest', () => {
    const sales = [
      { ms: 0, pence: 300 },
      { ms: HOUR - 1, pence: 300 },
      { ms: HOUR, pence: 1_200 },
      { ms: 9.5 * HOUR, pence: 100 },
      { ms: 9.6 * HOUR, pence: -400 },
    ];
    // Here an hour is the shortest stretch that is 4 pixels wide.
    expect(columnsOf(sales, span, 40)).toEqual([
      { from: 0, to: 0.1, height: 0.5 },
      { from: 0.1, to: 0.2, height: 1 },
    ]);
  });

  it('are empty without sales', () => {
    expect(columnsOf([], span, 400)).toEqual([]);
  });

  it('stay within the chart, side by side', () => {
    const sale = fc.record({
      ms: fc.integer({ min: 0, max: 400 * DAY - 1 }),
      pence: fc.integer({ min: -9e6, max: 9e6 }),
    });
    fc.assert(
      fc.property(fc.array(sale), fc.integer({ min: 200, max: 2_000 }), (sales, widthPx) => {
        const columns = [...columnsOf(sales, { fromMs: 0, toMs: 400 * DAY }, widthPx)].sort((a, b) => a.from - b.from);
        let end = 0;
        for (const { from, to, height } of columns) {
          expect(from).toBeGreaterThanOrEqual(end - 1e-9);
          expect(to).toBeLessThanOrEqual(1);
          expect(height).toBeGreaterThan(0);
          expect(height).toBeLessThanOrEqual(1);
          end = to;
        }
      }),
    );
  });
});
