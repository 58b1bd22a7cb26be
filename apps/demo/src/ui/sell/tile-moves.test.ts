import { describe, expect, it } from 'vitest';
import { movedBy } from './tile-moves.ts';

// 10 tiles in 4 columns: rows 0–3, 4–7, 8–9.
const from = (active: number) => ({ active, columns: 4, count: 10 });

describe('movedBy', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 4, 3],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 5],
    ['ArrowDown', 7, 9],
    ['ArrowDown', 8, 8],
    ['ArrowUp', 9, 5],
    ['ArrowUp', 2, 'out'],
    ['PageDown', 2, 9],
    ['PageUp', 9, 1],
    ['Home', 6, 0],
    ['End', 0, 9],
    ['x', 3, undefined],
  ])('%s from %i moves to %s', (key, active, to) => {
    expect(movedBy(key, from(active))).toBe(to);
  });
});
