/**
 * Money in whole numbers. Prices are in mills (a thousandth of a pound, because shops do price at £0.001 a piece);
 * amounts are in pence. No fraction is ever stored, so sums are exact in any order.
 */

/** The bounds of one line. Their product is below 2⁵³, so the amount of a line is exact. */
export const MAX_QTY = 1_000_000;
export const MAX_MILLS = 1_000_000_000;

/** What a line comes to in pence: `qty × mills / 10`, rounded half to even, so that many roundings do not drift. */
export function linePence(qty: number, mills: number): number {
  const exact = qty * mills;
  const tenths = exact % 10;
  const pence = (exact - tenths) / 10;
  const isUp = Math.abs(tenths) > 5 || (Math.abs(tenths) === 5 && pence % 2 !== 0);
  return isUp ? pence + Math.sign(tenths) : pence;
}

/**
 * Reads a price as people write it (`2.55`, `-0.001`) in mills. Returns undefined when it is not a plain decimal, has
 * more than three decimals or is out of bounds. It reads digit by digit, because 2.55 × 1000 is not 2550 in floating
 * point.
 */
export function millsFromPounds(text: string): number | undefined {
  const match = POUNDS.exec(text);
  if (match === null) return undefined;
  const [, sign, pounds = '', fraction = ''] = match;
  const mills = Number(pounds) * 1000 + Number(fraction.padEnd(3, '0'));
  if (mills > MAX_MILLS) return undefined;
  return sign === '-' && mills !== 0 ? -mills : mills;
}

/** Formats as `£1,234.50`. The shop's books are in pounds wherever the device is. */
export function formatPence(pence: number): string {
  return pounds.format(pence / 100);
}

/** Formats a price with two decimals, and a third only when it is not zero. */
export function formatMills(mills: number): string {
  return (mills % 10 === 0 ? pounds : finePounds).format(mills / 1000);
}

const POUNDS = /^(-?)(\d{1,7})(?:\.(\d{1,3})0*)?$/;
const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const finePounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', minimumFractionDigits: 3 });
