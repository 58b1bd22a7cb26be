import { describe, expect, test } from 'vitest';
import { sizes } from '../log/sizes.ts';
import { isSealDue, maySeal } from './seal-policy.ts';

const { sealBatches, sealEvents } = sizes;

describe('[LOG-3] small batches are merged', () => {
  test('after many batches, or many events', () => {
    expect(isSealDue(sealBatches - 1, sealEvents - 1)).toBe(false);
    expect(isSealDue(sealBatches, 0)).toBe(true);
    expect(isSealDue(1, sealEvents)).toBe(true);
  });

  test('never while appended commits are being written, unless very many events wait', () => {
    const many = 10 * sealEvents;
    expect([maySeal(many - 1, false), maySeal(many - 1, true), maySeal(many, true)]).toEqual([true, false, true]);
  });
});
