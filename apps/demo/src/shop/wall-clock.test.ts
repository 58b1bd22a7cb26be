import { describe, expect, it } from 'vitest';
import { dayOf, monthOf, wallClock, WallClock } from './wall-clock.ts';

describe('shop time', () => {
  it('is the local time of the device', () => {
    const at = wallClock(new Date(2011, 2, 1, 9, 5, 7));
    expect(at).toBe('2011-03-01T09:05:07');
    expect(WallClock.parse(at)).toBe(at);
    expect([dayOf(at), monthOf(at)]).toEqual(['2011-03-01', '2011-03']);
  });

  it.each(['2011-03-01', '2011-03-01T09:05:07Z', '2011-13-01T09:05:07', '2011-03-32T09:05:07', '2011-03-01T24:00:00'])(
    'refuses %s',
    (text) => {
      expect(WallClock.safeParse(text).success).toBe(false);
    },
  );
});
