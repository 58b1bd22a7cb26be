import { expect, test } from 'vitest';
import { median, quantile, ratio, spread } from './statistics.mjs';

test('the median is the middle, or halfway between the middle two, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('a quantile lies between its neighbours', () => {
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.75)).toBe(4);
  expect(quantile([1, 2, 3], 1)).toBe(3);
});

test('no samples are a mistake, not a zero', () => {
  expect(() => median([])).toThrow('no samples');
});

test('the spread is how far apart the middle half lies, as a share of the median, and one outlier does not move it', () => {
  expect(spread([10, 10, 10, 10, 1000])).toBe(0);
  expect(spread([8, 9, 10, 11, 12])).toBeCloseTo(0.2);
});

test('a ratio to nothing is no ratio', () => {
  expect(ratio(3, 2)).toBe(1.5);
  expect(ratio(3, undefined)).toBeUndefined();
  expect(ratio(3, 0)).toBeUndefined();
});
