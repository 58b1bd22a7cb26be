import type { Envelope } from '@refold/core';
import { expect, it } from 'vitest';
import { addressOf } from './past-address.ts';
import { wallMs } from './wall-time.ts';

const noon = wallMs('2011-03-14T12:04:05');
const event = (source: string, data?: unknown) =>
  ({ data, metadata: { source, correlationId: 'cor_1', actorId: 'a' } }) as unknown as Envelope;

it('imported sales have their own times, and this till’s events the device’s clock', () => {
  const { time } = addressOf('today', noon) as { time: number };
  expect(addressOf('imported', noon)).toEqual({ upTo: '2011-03-14T12:04:05' });
  expect(time).toBe(new Date(2011, 2, 14, 12, 4, 5, 999).getTime());
  expect(addressOf('till', noon)).toEqual(addressOf('today', noon));
});

it('a track of this till counts only its own events', () => {
  const others = [event('sales-file', { orderId: '536365' }), event('seed', { sku: 'a' })];
  const own = [event('till', { orderId: 'ord_1' }), event('till', { groups: [] }), event('till')];
  const { among } = addressOf('today', noon) as { among: (found: Envelope) => boolean };
  expect([...others, ...own].filter(among)).toEqual(own);
});
