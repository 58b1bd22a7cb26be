// Figures for people: three significant digits, and the unit.

/** @param {number} value */
export function number(value) {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  if (digits > 0) return value.toFixed(Math.min(digits, 3));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value))) - 2);
  return (Math.round(value / step) * step).toLocaleString('en-US');
}

/** @param {number} ms */
export function time(ms) {
  if (ms >= 1000) return `${number(ms / 1000)} s`;
  if (ms >= 0.1) return `${number(ms)} ms`;
  return `${number(ms * 1000)} µs`;
}

/** @param {number} perSecond */
export const rate = (perSecond) => `${number(perSecond)}/s`;

/** @param {number} bytes decimal, as browsers' tools show them */
export function bytes(bytes) {
  if (Math.abs(bytes) >= 1_000_000) return `${number(bytes / 1_000_000)} MB`;
  return `${number(bytes / 1000)} kB`;
}

/** @param {number | undefined} value */
export const times = (value) => (value === undefined ? '' : `${number(value)}×`);

/** @param {number} share */
export const percent = (share) => `${(share * 100).toFixed(0)} %`;
