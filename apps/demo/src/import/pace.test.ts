import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

const bounds = { targetMs: 40, start: 1_000, min: 500, max: 6_000 };

it('shrinks at once after a slow step, and grows by half when there is room', () => {
  const pace = createPace(bounds);
  pace.took(1_000, 80);
  expect(pace.units).toBe(500);
  pace.took(500, 10);
  expect(pace.units).toBe(750);
});

it('stays within its bounds', () => {
  const pace = createPace(bounds);
  for (let i = 0; i < 20; i += 1) pace.took(pace.units, 0);
  expect(pace.units).toBe(6_000);
  pace.took(6_000, 10_000);
  expect(pace.units).toBe(500);
});

it('learns nothing from a small rest that was quick', () => {
  const pace = createPace(bounds);
  pace.took(10, 5);
  expect(pace.units).toBe(1_000);
});
