import { expect, it } from 'vitest';
import { StockReceived } from '../shop/events.ts';
import { nextSlice, weightOf } from './slices.ts';

const events = [3, 700, 2, 0].map((lines, line) => ({
  event: { ...StockReceived({ sku: 'a', qty: 1 }), id: `evt_${line}`, timestamp: '2011-01-01T00:00:00.000Z' },
  line,
  lines,
  listings: [],
}));

it('takes events up to a weight, and at least one', () => {
  expect(nextSlice(events, 0, 100).slice).toEqual(events.slice(0, 1));
  expect(nextSlice(events, 1, 100).slice).toEqual(events.slice(1, 2));
  expect(nextSlice(events, 2, 100)).toEqual({
    slice: events.slice(2),
    weight: events.slice(2).reduce((sum, event) => sum + weightOf(event), 0),
  });
});

it('is empty past the end', () => {
  expect(nextSlice(events, 4, 100)).toEqual({ slice: [], weight: 0 });
});
