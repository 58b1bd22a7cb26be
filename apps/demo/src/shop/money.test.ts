import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMills, formatPence, linePence, MAX_MILLS, MAX_QTY, millsFromPounds } from './money.ts';

/** Rounds half to even by comparison with both whole neighbours, as the definition says. */
function halfEven(qty: number, mills: number): bigint {
  const exact = BigInt(qty) * BigInt(mills);
  const low = (exact - (((exact % 10n) + 10n) % 10n)) / 10n;
  const toLow = exact - low * 10n;
  const toHigh = (low + 1n) * 10n - exact;
  if (toLow !== toHigh) return toLow < toHigh ? low : low + 1n;
  return low % 2n === 0n ? low : low + 1n;
}

describe("a line's amount", () => {
  it.each([
    [1, 5, 0],
    [1, 15, 2],
    [1, 25, 2],
    [-1, 5, 0],
    [-1, 15, -2],
    [-3, 5, -2],
    [7, 3, 2],
    [1, -11_062_060, -1_106_206],
    [0, 2_550, 0],
    [-1, 0, 0],
  ])('%i × %i mills is %i pence', (qty, mills, pence) => {
    expect(linePence(qty, mills)).toBe(pence);
  });

  it('is rounded half to even, exactly, within all bounds', () => {
    const qty = fc.integer({ min: -MAX_QTY, max: MAX_QTY });
    const mills = fc.oneof(fc.integer({ min: -MAX_MILLS, max: MAX_MILLS }), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(qty, mills, (q, m) => {
        expect(BigInt(linePence(q, m))).toBe(halfEven(q, m));
      }),
    );
  });
});

describe('a price', () => {
  it.each([
    ['2.55', 2_550],
    ['0.001', 1],
    ['18', 18_000],
    ['4.0', 4_000],
    ['2.5500', 2_550],
    ['-11062.06', -11_062_060],
    ['-0.0', 0],
    ['1000000', MAX_MILLS],
  ])('reads %s as %i mills', (text, mills) => {
    expect(millsFromPounds(text)).toBe(mills);
  });

  it.each(['', '.5', '1.', '1.2345', '1,5', '£2', '1e3', 'NaN', '1000000.001', ' 1'])('refuses %j', (text) => {
    expect(millsFromPounds(text)).toBeUndefined();
  });

  it('survives formatting and parsing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_MILLS, max: MAX_MILLS }), (mills) => {
        expect(millsFromPounds((mills / 1_000).toFixed(3))).toBe(mills);
      }),
    );
  });

  it('is shown in pounds, to a tenth of a penny only when it matters', () => {
    expect(formatMills(2_550)).toBe('£2.55');
    expect(formatMills(85)).toBe('£0.085');
    expect(formatPence(-123_456)).toBe('-£1,234.56');
  });
});
