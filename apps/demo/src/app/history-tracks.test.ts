import { describe, expect, it } from 'vitest';
import type { Order } from '../shop/orders.ts';
import { dayOf } from '../shop/wall-clock.ts';
import { stopBeside, tracksOf } from './history-tracks.ts';
import { wallAt, wallMs } from './wall-time.ts';

const order = (id: string, at: string, more: Partial<Order> = {}): Order => ({
  id,
  kind: 'sale',
  status: 'open',
  at,
  day: dayOf(at),
  lines: [],
  pence: 250,
  items: 1,
  ...more,
});
const now = '2026-05-04T14:20:30';
const span = ({ span: { fromMs, toMs } }: { span: { fromMs: number; toMs: number } }) => [wallAt(fromMs), wallAt(toMs)];

describe('tracksOf', () => {
  it('shows the last hour of a new shop', () => {
    const [today, ...others] = tracksOf([], now);
    expect(others).toEqual([]);
    expect([today.id, span(today), today.sales, today.stops]).toEqual(['today', ['2026-05-04T13:00:00', now], [], []]);
    expect(span(tracksOf([], '2026-05-04T00:10:00')[0])).toEqual(['2026-05-04T00:00:00', '2026-05-04T00:10:00']);
  });

  it('begin today at the hour of the first sale; a void order is a stop but not a sale', () => {
    const [today] = tracksOf(
      [
        order('ord_b', '2026-05-04T11:05:00'),
        order('ord_a', '2026-05-04T09:40:00', { status: 'void', voidedAt: '2026-05-04T12:00:00' }),
        order('ord_0', '2026-05-03T17:00:00'),
      ],
      now,
    );
    expect(span(today)).toEqual(['2026-05-04T09:00:00', now]);
    expect(today.sales).toEqual([{ ms: wallMs('2026-05-04T11:05:00'), pence: 250 }]);
    expect(today.stops.map(wallAt)).toEqual(['2026-05-04T09:40:00', '2026-05-04T11:05:00', '2026-05-04T12:00:00']);
  });

  it('offer all days of this till once there are several, and imported sales by their own days', () => {
    const tracks = tracksOf(
      [
        order('ord_a', '2026-05-02T09:40:00'),
        order('ord_b', '2026-05-04T11:05:00'),
        order('536366', '2010-12-01T08:28:00'),
        order('C536379', '2010-12-02T09:41:00', { kind: 'cancellation', pence: -2750 }),
        order('536365', '2010-12-01T08:26:00'),
      ],
      now,
    );
    expect(tracks.map((track) => [track.id, ...span(track), track.sales.length])).toEqual([
      ['today', '2026-05-04T11:00:00', now, 1],
      ['till', '2026-05-02T00:00:00', now, 2],
      ['imported', '2010-12-01T00:00:00', '2010-12-03T00:00:00', 3],
    ]);
    expect(tracks[2]?.sales.map(({ pence }) => pence)).toEqual([250, 250, -2750]);
  });

  it('find the stops before and after a time', () => {
    const [today] = tracksOf(
      ['10:00:00', '10:00:00', '10:30:00'].map((at, nth) => order(`ord_${nth}`, `2026-05-04T${at}`)),
      now,
    );
    const beside = (at: string | undefined, direction: -1 | 1): string | undefined => {
      const stop = stopBeside(today, at === undefined ? undefined : wallMs(`2026-05-04T${at}`), direction);
      return stop === undefined ? undefined : wallAt(stop).slice(11);
    };
    expect([beside(undefined, -1), beside('10:29:59', -1), beside('09:59:59', -1)]).toEqual([
      '10:29:59',
      '09:59:59',
      undefined,
    ]);
    expect([beside('10:30:00', -1), beside('10:00:00', -1)]).toEqual(['10:29:59', '09:59:59']);
    expect([beside('09:59:59', 1), beside('10:00:00', 1), beside('10:30:00', 1), beside(undefined, 1)]).toEqual([
      '10:00:00',
      '10:30:00',
      undefined,
      undefined,
    ]);
  });

  it('[UI-1] goes back before a sale of the current second', () => {
    const [today] = tracksOf([order('ord_a', now)], now);
    expect(stopBeside(today, undefined, -1)).toBe(wallMs(now) - 1_000);
  });

  it('[UI-1] goes back from now to the last sale before now, even after the clock was set back', () => {
    const later = order('ord_b', '2026-05-04T14:59:00');
    const [today] = tracksOf([order('ord_a', '2026-05-04T10:00:00'), later], now);
    expect(stopBeside(today, undefined, -1)).toBe(wallMs('2026-05-04T09:59:59'));
    const [unreached] = tracksOf([later], now);
    expect(stopBeside(unreached, undefined, -1)).toBeUndefined();
  });

  it('[UI-1] begins before its first sale, even one on the hour', () => {
    const [today, till, imported] = tracksOf(
      [
        order('ord_a', '2026-05-03T00:00:00'),
        order('ord_b', '2026-05-04T11:00:00'),
        order('536365', '2010-12-01T00:00:00'),
      ],
      now,
    );
    expect([today, till!, imported!].map((track) => span(track)[0])).toEqual([
      '2026-05-04T10:00:00',
      '2026-05-02T00:00:00',
      '2010-11-30T00:00:00',
    ]);
  });
});
