// The arithmetic of the tables. It uses medians and quartiles, because outliers come from the machine and not from the
// code.

/**
 * The value below which a share of the samples lies, interpolated between neighbours.
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
 * The distance of the quartiles, as a share of the median.
 * @param {readonly number[]} samples
 */
export function spread(samples) {
  const middle = median(samples);
  return middle === 0 ? 0 : (quantile(samples, 0.75) - quantile(samples, 0.25)) / middle;
}

/**
 * A figure divided by another. Undefined when there is nothing to compare with.
 * @param {number} figure
 * @param {number | undefined} other
 */
export function ratio(figure, other) {
  return other === undefined || other === 0 ? undefined : figure / other;
}
