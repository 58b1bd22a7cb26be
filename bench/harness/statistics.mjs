// The arithmetic of the tables. Medians and quartiles, since a benchmark's outliers are the machine's, never the code's.

/**
 * The value below which a share of the samples lies, between neighbours by straight line.
 * @param {readonly number[]} samples at least one
 * @param {number} share 0 to 1
 */
export function quantile(samples, share) {
  if (samples.length === 0) throw new Error('A quantile of no samples was asked for.');
  const sorted = [...samples].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** @param {readonly number[]} samples */
export const median = (samples) => quantile(samples, 0.5);

/**
 * How far apart the middle half of the samples lies, as a share of the median.
 * @param {readonly number[]} samples
 */
export function spread(samples) {
  const middle = median(samples);
  return middle === 0 ? 0 : (quantile(samples, 0.75) - quantile(samples, 0.25)) / middle;
}

/**
 * How many times the other a figure is; undefined when there is nothing to compare with.
 * @param {number} figure
 * @param {number | undefined} other
 */
export function ratio(figure, other) {
  return other === undefined || other === 0 ? undefined : figure / other;
}
